import type { DeviceHealth } from '../../health/index.js';

/** How the devices stand, as far as a poll could tell. */
export interface HealthReading {
  /** By id, each as it stood when something last happened to it; undefined when nobody can tell. */
  readonly devices: ReadonlyMap<number, DeviceHealth> | undefined;
  /** What a person should know, in a sentence. */
  readonly problem: string | undefined;
}
