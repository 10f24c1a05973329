/** What can go wrong on the way to a NAS and back. */

/** Kinds that spoil the HTTP exchange. */
export type TransportFault =
  /** The answer comes, but late. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** No answer ever comes; the connection stays open. */
  | { readonly kind: 'hang' }
  /** Half of the answer comes, then the connection breaks. */
  | { readonly kind: 'cut' }
  /** The connection breaks before the first byte of the answer. */
  | { readonly kind: 'reset' }
  /** The connection breaks, and no new one is accepted for this long (real time). */
  | { readonly kind: 'refuse'; readonly milliseconds: number }
  /** Another HTTP status, with an HTML page unless a body is given. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** To another place, default the login page of DSM. */
  | { readonly kind: 'redirect'; readonly location?: string }
  /** Status 200 with an HTML page: the portal of a proxy, or a DSM that is not ready. */
  | { readonly kind: 'html' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken_json' }
  /** A right answer under a wrong label. */
  | { readonly kind: 'content_type'; readonly contentType: string }
  /** A right answer, compressed although nobody asked. */
  | { readonly kind: 'gzip' }
  /** A well-formed answer of this size. */
  | { readonly kind: 'huge'; readonly megabytes: number }
  /** Exactly this text as the body, status 200. */
  | { readonly kind: 'body'; readonly body: string };

/** Kinds that are DSM's own: a code in place of the answer to one call, also inside a compound request. */
export type RefusalFault =
  | { readonly kind: 'code'; readonly code: number; readonly errors?: unknown }
  /** The caller's session really ends, with code 106, 107, 119 (default) or 150. */
  | { readonly kind: 'session_end'; readonly code?: 106 | 107 | 119 | 150 };

export type FaultKind = TransportFault | RefusalFault;

/** What a rule looks at to decide whether it is meant. */
export interface FaultSubject {
  readonly api: string | undefined;
  readonly method: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Which requests or calls a fault is for; everything when empty. */
export interface FaultMatch {
  readonly api?: string;
  readonly method?: string;
  readonly where?: (subject: FaultSubject) => boolean;
}

/** A fault, for whom, when and how often. */
export type Fault = FaultKind &
  FaultMatch & {
    /**
     * `before`: the method is not run. `after`: it is run, but its answer is spoilt or lost. Default `after` for kinds
     * that spoil a right answer (cut, broken_json, content_type, gzip, huge), else `before`.
     */
    readonly when?: 'before' | 'after';
    /** How many matching requests it strikes; default 1. `Infinity` for all. */
    readonly times?: number;
    /** How many matching requests it lets pass first; default 0. */
    readonly skip?: number;
  };

const spoilsRightAnswer: ReadonlySet<FaultKind['kind']> = new Set([
  'cut',
  'broken_json',
  'content_type',
  'gzip',
  'huge',
]);

export function momentOf(fault: Fault): 'before' | 'after' {
  return fault.when ?? (spoilsRightAnswer.has(fault.kind) ? 'after' : 'before');
}

export function isRefusal(fault: Fault): fault is Fault & RefusalFault {
  return fault.kind === 'code' || fault.kind === 'session_end';
}

export function isTransport(fault: Fault): fault is Fault & TransportFault {
  return !isRefusal(fault);
}

export function matches(fault: FaultMatch, subject: FaultSubject): boolean {
  if (fault.api !== undefined && fault.api !== subject.api) return false;
  if (fault.method !== undefined && fault.method !== subject.method) return false;
  return fault.where === undefined || fault.where(subject);
}
