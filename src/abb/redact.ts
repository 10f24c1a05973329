import type { Row } from './fields.js';

/** What stands where a secret was. */
export const REDACTED = '[redacted]';

// Tokens of agents, passwords of devices, hypervisors and databases, keys of encrypted shares, and what later
// versions may call alike.
const SECRET =
  /token|passw|passphrase|secret|private|credential|thumbprint|serial_number|_iv$|^automount_|^sid$/i;

/**
 * A copy of what DSM sent in which every field whose name speaks of a secret is redacted, however deep. Empty ones
 * stay: that a password is not set is no secret.
 */
export function redact(value: unknown): unknown {
  return withoutSecrets(value, (name, field) => [[name, isEmpty(field) ? field : REDACTED]]);
}

/** A copy of a row in which such fields do not exist. */
export function dropSecrets(fields: Row): Row {
  return withoutSecrets(fields, () => []) as Row;
}

type Entry = [name: string, field: unknown];

// Many times deeper than anything that DSM sends, and far from what the stack bears.
const DEEPEST = 200;

function withoutSecrets(
  value: unknown,
  conceal: (name: string, field: unknown) => Entry[],
  depth = 0,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, conceal, depth + 1));
  const entries = Object.entries(value).flatMap(([name, field]): Entry[] =>
    SECRET.test(name) ? conceal(name, field) : [[name, withoutSecrets(field, conceal, depth + 1)]],
  );
  return Object.fromEntries(entries);
}

function isEmpty(field: unknown): boolean {
  return field === '' || field === null || typeof field === 'boolean';
}
