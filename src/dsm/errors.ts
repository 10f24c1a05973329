import { cutEnd, oneLine } from '../texts/one-line.js';
import { type TextKey, type TextValues, text } from '../texts/texts.js';

/** What went wrong, as a word that flows can test for. The words are a promise: see docs/errors.md. */
export type AbbErrorCode =
  | 'ABB_BAD_PARAMETER'
  | 'ABB_NOT_CONFIGURED'
  | 'ABB_UNREACHABLE'
  | 'ABB_TIMEOUT'
  | 'ABB_TLS'
  | 'ABB_LOGIN'
  | 'ABB_OTP_REQUIRED'
  | 'ABB_PERMISSION'
  | 'ABB_NOT_INSTALLED'
  | 'ABB_BUSY'
  | 'ABB_BAD_REPLY'
  | 'ABB_REFUSED'
  | 'ABB_UNKNOWN_OUTCOME'
  | 'ABB_NOT_CONFIRMED'
  | 'ABB_CLOSED';

/** Which call DSM refused, and its number for it. Holds no secrets: Node-RED hands it to Catch nodes as it is. */
export interface DsmCause {
  readonly api: string;
  readonly method: string;
  readonly code: number;
}

/** Every failure of this client: a stable code, and a sentence that says what to do. */
export class AbbError extends Error {
  override readonly name = 'AbbError';
  override readonly cause?: DsmCause;

  constructor(
    readonly code: AbbErrorCode,
    readonly textKey: TextKey,
    values: TextValues = {},
    cause?: DsmCause,
  ) {
    super(text(textKey, presentable(values)));
    if (cause) this.cause = cause;
  }

  /** A few words for a status line. */
  get short(): string {
    return text(`short.${this.code}`);
  }
}

// Names, lists of candidates and DSM's own words may be of any length and content.
const LONGEST_VALUE = 500;

function presentable(values: TextValues): TextValues {
  const shown = ([name, value]: [string, string | number]): [string, string | number] => [
    name,
    typeof value === 'string' ? cutEnd(oneLine(value), LONGEST_VALUE) : value,
  ];
  return Object.fromEntries(Object.entries(values).map(shown));
}

/** A failure between us and DSM's own answer: the network, TLS, HTTP, or a reply that is not DSM's. */
export class TransportError extends AbbError {
  /**
   * @param mayHaveRun whether DSM may have received and carried out the request
   * @param mayPass whether the same request may well succeed a moment later
   */
  constructor(
    code: AbbErrorCode,
    textKey: TextKey,
    values: TextValues,
    readonly mayHaveRun: boolean,
    readonly mayPass: boolean,
  ) {
    super(code, textKey, values);
  }
}
