import { errors } from 'undici';

import { AbbError, TransportError } from './errors.js';
import { CertificateMismatch } from './trust.js';

/**
 * What a failed connection or request means, as the contract names it.
 * @param host `host:port` of the NAS, for the sentence
 * @param connectMs how long opening the connection could take, milliseconds
 */
export function explainFailure(error: unknown, host: string, connectMs: number): AbbError {
  if (error instanceof AbbError) return error;
  if (error instanceof CertificateMismatch) {
    const { expected, seen } = error;
    return new TransportError('ABB_TLS', 'tls.changed', { host, expected, seen }, false, false);
  }
  const code = errorCode(error);
  const connects = !isOnConnection(error);
  if (connects && (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')) {
    const seconds = connectMs / 1000;
    return new TransportError('ABB_TIMEOUT', 'network.timeout', { host, seconds }, false, false);
  }
  if (connects && UNREACHABLE.has(code)) {
    return new TransportError('ABB_UNREACHABLE', 'network.refused', { host }, false, true);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new TransportError('ABB_UNREACHABLE', 'network.notFound', { host }, false, code === 'EAI_AGAIN');
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new TransportError('ABB_UNREACHABLE', 'network.tls', { host }, false, false);
  }
  if (UNTRUSTED.test(code)) {
    return new TransportError('ABB_TLS', 'tls.untrusted', { host, reason: code }, false, false);
  }
  // Such errors also hold what came, which may be anything: they go no further.
  if (isNoHttp(error)) return new TransportError('ABB_BAD_REPLY', 'reply.notJson', { host }, true, true);
  return new TransportError('ABB_UNREACHABLE', 'network.lost', { host }, true, true);
}

/** Whether an answer was no HTTP, or its head had no end. */
function isNoHttp(error: unknown): boolean {
  return error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError;
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

// Node's names for a certificate that failed verification.
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED/;

// The codes for a connection that does not come about also come from one over which a request had gone out.
function isOnConnection(error: unknown): boolean {
  const { syscall } = (error ?? {}) as { syscall?: unknown };
  return syscall === 'read' || syscall === 'write';
}

/** The code that Node.js or a library gave an error, wherever it is hidden; empty without one. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string') return code;
  // Several addresses tried in vain come as one error with the reasons inside.
  return error instanceof AggregateError ? errorCode(error.errors[0]) : errorCode(error.cause);
}
