import type { Row } from './fields.js';

/** What stands where a secret was. */
const REDACTED = '[redacted]';

// Tokens of agents, passwords of devices, hypervisors and databases, keys of encrypted shares, and what later
// versions may call alike.
const SECRET =
  /token|passw|passphrase|secret|private|credential|thumbprint|serial_number|_iv$|^automount_|^sid$/i;

// The names of fields repeat in every row, and the pattern is slow.
const MOST_NAMES = 5000;
const judged = new Map<string, boolean>();

/** Whether the name of a field, or of a setting, speaks of a secret. */
export function isSecret(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const secret = SECRET.test(name);
  if (judged.size < MOST_NAMES) judged.set(name, secret);
  return secret;
}

/**
 * A copy of what DSM sent in which every field whose name speaks of a secret is redacted, however deep. Empty ones
 * stay: that a password is not set is no secret.
 */
export function redact(value: unknown): unknown {
  return withoutSecrets(value, (field) => (isEmpty(field) ? field : REDACTED));
}

/** A copy of a row in which such fields do not exist. */
export function dropSecrets(fields: Row): Row {
  return withoutSecrets(fields, () => undefined) as Row;
}

// Many times deeper than anything that DSM sends, and far from what the stack bears.
const DEEPEST = 200;

/** @param conceal what to put in place of a secret; undefined leaves it out */
function withoutSecrets(value: unknown, conceal: (field: unknown) => unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, conceal, depth + 1));
  const copy: Record<string, unknown> = {};
  const named = namesSecret(value);
  for (const [name, field] of Object.entries(value)) {
    const secret = isSecret(name) || (named && name === 'value');
    const shown: unknown = secret ? conceal(field) : withoutSecrets(field, conceal, depth + 1);
    if (shown === undefined) continue;
    // Assigned, a field of this name would become something else.
    if (name === '__proto__') Object.defineProperty(copy, name, { value: shown, enumerable: true });
    else copy[name] = shown;
  }
  return copy;
}

/** Settings come as `{ name, value }`, where the name of the secret is itself a value. */
function namesSecret(fields: object): boolean {
  return 'value' in fields && 'name' in fields && typeof fields.name === 'string' && isSecret(fields.name);
}

function isEmpty(field: unknown): boolean {
  return field === '' || field === null || typeof field === 'boolean';
}
