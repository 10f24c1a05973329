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
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, SECRET.test(name) ? conceal(field) : redact(field)]),
  );
}

function conceal(field: unknown): unknown {
  const empty = field === '' || field === null || typeof field === 'boolean';
  return empty ? field : REDACTED;
}
