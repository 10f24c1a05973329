import type { Refusal } from './codes.js';
import { AbbError } from './errors.js';
import { type DsmMethod, methodName } from './method.js';

/** DSM's answer to a call: its data, or its refusal. */
export type DsmReply =
  { readonly success: true; readonly data: unknown } | { readonly success: false; readonly refusal: Refusal };

/**
 * Recognises an answer of DSM.
 * @param method what was called, for the error
 * @throws AbbError ABB_BAD_REPLY when it is something else
 */
export function parseReply(reply: unknown, method: Pick<DsmMethod, 'api' | 'method'>): DsmReply {
  if (typeof reply === 'object' && reply !== null) {
    const { success, data, error } = reply as { success?: unknown; data?: unknown; error?: unknown };
    if (success === true) return { success, data };
    if (success === false) return { success, refusal: parseRefusal(error) };
  }
  throw new AbbError('ABB_BAD_REPLY', 'reply.shape', { method: methodName(method), missing: 'success' });
}

function parseRefusal(error: unknown): Refusal {
  if (typeof error !== 'object' || error === null) return { code: UNKNOWN_ERROR, errors: undefined };
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  const number = Number(code);
  return { code: Number.isInteger(number) ? number : UNKNOWN_ERROR, errors };
}

// DSM's own number for "unknown error".
const UNKNOWN_ERROR = 100;
