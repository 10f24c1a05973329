import { AbbError } from '../dsm/errors.js';
import type { TextKey, TextValues } from '../texts/texts.js';
import { text } from '../texts/texts.js';
import type { Access } from './operation.js';
import type { Kind } from './parameters/kinds.js';

/** What must be repeated in `confirm`: one name, or a list of names or ids. */
export type Confirmation = string | number | readonly (string | number)[];

/** The kind of the parameter `confirm`. */
export const confirmation: Kind<Confirmation> = {
  name: 'confirmation',
  read: (value) => (isSingle(value) || isListOfSingles(value) ? value : undefined),
  allowed: () => text('allowed.confirmation'),
};

function isSingle(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isListOfSingles(value: unknown): value is (string | number)[] {
  // `every` passes over the holes of a list.
  return Array.isArray(value) && !value.includes(undefined) && value.every(isSingle);
}

/**
 * Lets a deletion pass only with both keys: the node is armed, and the message repeats what will be deleted.
 * @param expected what `confirm` must be; lists in this order
 * @throws AbbError ABB_NOT_CONFIRMED, before anything was sent
 */
export function checkKeys(access: Access, confirm: Confirmation | undefined, expected: Confirmation): void {
  if (!access.deletion.armed) throw notConfirmed('deletion.notArmed');
  const shown = JSON.stringify(expected);
  if (confirm === undefined) throw notConfirmed('deletion.noConfirm', { expected: shown });
  if (!isSame(confirm, expected)) throw notConfirmed('deletion.otherConfirm', { expected: shown });
}

/** A number and its digits are the same: ids come as either. A single value is the same as a list of it alone. */
function isSame(a: Confirmation, b: Confirmation): boolean {
  return JSON.stringify(toTexts(a)) === JSON.stringify(toTexts(b));
}

function toTexts(confirmation: Confirmation): string[] {
  return (isSingle(confirmation) ? [confirmation] : confirmation).map(String);
}

function notConfirmed(key: TextKey, values?: TextValues): AbbError {
  return new AbbError('ABB_NOT_CONFIRMED', key, values);
}
