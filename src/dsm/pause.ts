import { NEVER, type Withdrawal } from './withdrawal.js';

/**
 * Waits.
 * @param signal ends the wait early; its reason is thrown
 */
export function pause(milliseconds: number, signal: Withdrawal = NEVER): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const end = () => {
      signal.removeEventListener('abort', leave);
      resolve(undefined);
    };
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}

/** What `promise` gives, unless `signal` is aborted first: then its reason is thrown. */
export function unlessAborted<T>(promise: Promise<T>, signal: Withdrawal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    if (signal.aborted) leave();
  });
}
