/** Turning the texts of a form into values the way DSM's JSON APIs do. */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import type { Dialect } from '../dialect.js';

/** Parameters of the request itself; never seen by a method. */
const envelopeParameters = new Set(['api', 'method', 'version', '_sid', 'SynoToken', '_dc']);

export function withoutEnvelope(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !envelopeParameters.has(name)));
}

/**
 * Decodes every parameter of a JSON API: JSON text becomes its value, bare text stays text.
 *
 * @param strings which spelling of a string the API accepts
 * @throws DsmRefusal 120 `{ name, reason: "type" }` for text that is neither
 */
export function decodeParameters(parameters: Parameters, strings: Dialect['stringParameters']): Parameters {
  const decoded = Object.entries(parameters).map(([name, text]): [string, unknown] => [
    name,
    typeof text === 'string' ? decodeValue(name, text, strings) : text,
  ]);
  return Object.fromEntries(decoded);
}

function decodeValue(name: string, text: string, strings: Dialect['stringParameters']): unknown {
  const parsed = parseJson(text);
  const quoted = parsed !== undefined && typeof parsed.value === 'string';
  if (quoted && strings === 'bare_only') throw malformed(name);
  if (parsed !== undefined) return parsed.value;
  const bare = bareValue(name, text);
  if (typeof bare === 'string' && strings === 'quoted_only') throw malformed(name);
  return bare;
}

/** Python clients write their booleans as `True` and `False`, and a real DSM takes them. */
function bareValue(name: string, text: string): string | boolean {
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (/^[[{"]/.test(text)) throw malformed(name);
  return text;
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}

function malformed(name: string): DsmRefusal {
  return new DsmRefusal(120, { name, reason: 'type' });
}
