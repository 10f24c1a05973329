import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { explainFailure } from './network-failures.js';
import { type Address, nameOf } from './transport.js';
import { formatFingerprint, lookingConnector, type Trust } from './trust.js';

/** What a NAS shows of itself before anything is sent to it. */
export interface Certificate {
  /** SHA-256, pairs of hexadecimal digits with colons. */
  readonly fingerprint: string;
  readonly commonName: string | null;
  readonly issuer: string | null;
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validUntil: string;
}

/**
 * Connects to a NAS, looks at its certificate, and hangs up without having sent a request.
 * @param timeoutMs how long connecting may take, TLS handshake included
 * @returns null over plain HTTP
 * @throws AbbError ABB_UNREACHABLE or ABB_TIMEOUT when nobody answers there, or nobody who speaks TLS
 */
export async function lookAtCertificate(
  address: Address,
  trust: Trust,
  timeoutMs: number,
): Promise<Certificate | null> {
  try {
    const socket = await connect(address, trust, timeoutMs);
    const certificate = socket instanceof TLSSocket ? describe(socket) : null;
    socket.destroy();
    return certificate;
  } catch (error) {
    throw explainFailure(error, nameOf(address), timeoutMs);
  }
}

function connect({ protocol, host, port }: Address, trust: Trust, timeoutMs: number): Promise<Socket> {
  const open = lookingConnector(trust, timeoutMs);
  const options = { hostname: host, protocol: `${protocol}:`, port: String(port) };
  return new Promise((resolve, reject) => {
    open({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) }, (...[error, socket]) => {
      if (error) reject(error);
      else resolve(socket);
    });
  });
}

function describe(socket: TLSSocket): Certificate {
  const { fingerprint256, subject, issuer, valid_from: from, valid_to: until } = socket.getPeerCertificate();
  return {
    fingerprint: formatFingerprint(fingerprint256),
    commonName: firstOf(subject.CN),
    issuer: firstOf(issuer.CN) ?? firstOf(issuer.O),
    validFrom: new Date(from).toISOString(),
    validUntil: new Date(until).toISOString(),
  };
}

// A name with several parts of a kind has them as a list; a name without it, as DSM's own may be, has nothing.
function firstOf(part: string | string[] | undefined): string | null {
  return (Array.isArray(part) ? part[0] : part) ?? null;
}
