import type { SecureContextOptions, TLSSocket } from 'node:tls';

import { buildConnector } from 'undici';

/** Which certificate of a NAS is trusted. Self-signed ones are the rule in a home network. */
export type Trust =
  /** One that a public authority has signed for this host name. */
  | { readonly kind: 'system' }
  /** One that fits these TLS options (own authorities, client certificate), as Node's `tls.connect` takes them. */
  | { readonly kind: 'ca'; readonly options: TlsOptions }
  /** Exactly the one with this SHA-256 fingerprint (64 hexadecimal digits, colons allowed), whoever signed it. */
  | { readonly kind: 'fingerprint'; readonly sha256: string }
  /** Any: protects against listeners, not against somebody who poses as the NAS. */
  | { readonly kind: 'any' };

/** The TLS options that a user's own authority brings along. */
export type TlsOptions = SecureContextOptions & {
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
};

/** The server showed another certificate than the pinned one; the connection was dropped before any request. */
export class CertificateMismatch extends Error {
  constructor(
    readonly expected: string,
    readonly seen: string,
  ) {
    super('certificate mismatch');
  }
}

/** The 64 hexadecimal digits of a fingerprint in capital letters, or undefined when it is none. */
export function normaliseFingerprint(fingerprint: string): string | undefined {
  const digits = fingerprint.replace(/[:\s]/g, '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? digits : undefined;
}

/** A fingerprint as people compare it: pairs of digits with colons between them. */
export function formatFingerprint(fingerprint: string): string {
  return (normaliseFingerprint(fingerprint) ?? fingerprint).replace(/(..)(?=.)/g, '$1:');
}

/**
 * Makes the function that opens connections to a NAS under a trust.
 * @param timeoutMs how long opening may take, TLS handshake included
 */
export function connector(trust: Trust, timeoutMs: number): buildConnector.connector {
  switch (trust.kind) {
    case 'system':
      return buildConnector({ timeout: timeoutMs });
    case 'ca':
      return buildConnector({ ...trust.options, timeout: timeoutMs });
    case 'any':
      return buildConnector({ rejectUnauthorized: false, timeout: timeoutMs });
    case 'fingerprint':
      return pinned(trust.sha256, timeoutMs);
  }
}

/**
 * Makes the function that opens connections to a NAS whatever certificate it shows: to look at it, and to send
 * nothing.
 */
export function lookingConnector(trust: Trust, timeoutMs: number): buildConnector.connector {
  const options = trust.kind === 'ca' ? trust.options : {};
  return buildConnector({
    ...options,
    rejectUnauthorized: false,
    maxCachedSessions: 0,
    timeout: timeoutMs,
  });
}

function pinned(sha256: string, timeoutMs: number): buildConnector.connector {
  const expected = normaliseFingerprint(sha256);
  // A resumed TLS session shows no certificate to compare, so sessions are not kept.
  const connect = buildConnector({ rejectUnauthorized: false, maxCachedSessions: 0, timeout: timeoutMs });
  return (options, done) => {
    connect(options, (...[error, socket]) => {
      if (error) {
        done(error, null);
        return;
      }
      // Plain HTTP has no certificate, and so nothing to compare.
      if (options.protocol === 'http:') {
        done(null, socket);
        return;
      }
      const seen = seenFingerprint(socket as TLSSocket);
      if (expected !== undefined && seen === expected) {
        done(null, socket);
        return;
      }
      socket.destroy();
      done(new CertificateMismatch(formatFingerprint(sha256), formatFingerprint(seen)), null);
    });
  };
}

function seenFingerprint(socket: TLSSocket): string {
  return normaliseFingerprint(socket.getPeerCertificate().fingerprint256) ?? '';
}
