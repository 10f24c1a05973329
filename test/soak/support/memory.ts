import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 2 ** 20;

/** What this process holds, in megabytes. */
export interface Memory {
  /** Objects that are still needed, after a full collection. */
  readonly retained: number;
  /** All that the process has of the system. */
  readonly resident: number;
}

/** Collects garbage and measures. */
export function measureMemory(): Memory {
  collectGarbage();
  return { retained: process.memoryUsage().heapUsed / MEGABYTE, resident: residentMemory() };
}

/** What the process has of the system right now, garbage included, in megabytes. */
export function residentMemory(): number {
  return process.memoryUsage.rss() / MEGABYTE;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
