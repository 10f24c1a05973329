import { randomBytes } from 'node:crypto';

/** A secret that was seen where it must not be. */
export interface Leak {
  readonly name: string;
  readonly form: string;
  /** Where it was seen. */
  readonly place: string;
  /** What stands around it, with the secret itself. */
  readonly excerpt: string;
}

interface Trace {
  readonly name: string;
  readonly form: string;
  readonly text: string;
}

/** Secrets that must not be seen anywhere, and the search for them in every form in which they could hide. */
export class Canaries {
  readonly #traces = new Map<string, Trace>();

  /**
   * Makes up a secret. Its beginning and end are what passwords are made of and encodings change; its middle is not,
   * so that it is found whatever has become of the rest.
   */
  make(name: string): string {
    const core = randomBytes(9).toString('hex');
    this.add(name, core);
    return `ä"\\&+ ${core} €'<%`;
  }

  /** Adds a secret that others have made up. */
  add(name: string, secret: string): void {
    for (const trace of tracesOf(name, secret)) this.#traces.set(trace.text, trace);
  }

  /** Where in this text which secrets are, in whatever case. */
  leaksIn(place: string, text: string): Leak[] {
    const found = text.toLowerCase();
    return [...this.#traces.values()].flatMap(({ name, form, text: trace }) => {
      const index = found.indexOf(trace.toLowerCase());
      if (index < 0) return [];
      return [{ name, form, place, excerpt: text.slice(Math.max(0, index - 200), index + 100) }];
    });
  }
}

function tracesOf(name: string, secret: string): Trace[] {
  const forms: [string, string][] = [
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in a URL', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['in hex', Buffer.from(secret).toString('hex')],
    ...[0, 1, 2].flatMap((shift): [string, string][] => [
      ['in base64', base64Within(secret, shift, 'base64')],
      ['in base64url', base64Within(secret, shift, 'base64url')],
    ]),
  ];
  return forms.filter(([, text]) => text.length >= SHORTEST).map(([form, text]) => ({ name, form, text }));
}

// What is left of a short secret in base64 may be four letters, and these stand in many a cipher text by chance.
const SHORTEST = 7;

/** The part of a longer text's base64 that only depends on the secret, when `shift` bytes modulo 3 stand before it. */
function base64Within(secret: string, shift: number, encoding: 'base64' | 'base64url'): string {
  const padded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const whole = padded.subarray(0, padded.length - (padded.length % 3)).toString(encoding);
  return whole.slice(shift === 0 ? 0 : 4);
}
