/** What a method does on the NAS: reads may be repeated and shared, actions never are. */
export type Effect = 'read' | 'action';

/** A method of DSM's web API that this client may call. Only methods handed to a session can be sent at all. */
export interface DsmMethod {
  readonly api: string;
  readonly method: string;
  readonly version: number;
  readonly effect: Effect;
}

/** What a parameter can be before it becomes text on the wire. */
export type WireValue =
  string | number | boolean | readonly WireValue[] | { readonly [key: string]: WireValue };

/** The parameters of one call, named as DSM names them. */
export type WireParameters = Readonly<Record<string, WireValue>>;

/** `api.method`, as errors and logs name a call. */
export function methodName({ api, method }: Pick<DsmMethod, 'api' | 'method'>): string {
  return `${api}.${method}`;
}

/** Tells calls apart: those of the same key ask DSM for the same. */
export function callKey({ api, method, version }: DsmMethod, parameters: WireParameters): string {
  let key = `${api} ${method} ${version}`;
  for (const [name, value] of Object.entries(parameters)) key += ` ${name}=${jsonText(value)}`;
  return key;
}

/**
 * Encodes parameters as form fields. APIs that ask for JSON take every value as JSON text, strings with their
 * quotes (as DSM's own pages send them); the others take strings bare.
 */
export function encodeParameters(parameters: WireParameters, format: 'json' | 'plain'): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    form.append(name, format === 'plain' && typeof value === 'string' ? value : jsonText(value));
  }
  return form;
}

// Most values are a yes or a no, whose JSON is their text.
function jsonText(value: WireValue): string {
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
