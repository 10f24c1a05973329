import { BODIES } from './bodies.js';
import { HTTP } from './http.js';
import { LATE } from './late.js';
import { LOST_CONNECTIONS } from './lost.js';
import { REFUSALS } from './refusals.js';
import type { FaultRow } from '../support/matrix-words.js';

/** The rows of the matrix: everything that the simulator can do wrong, and what the contract makes of it. */
export const ROWS: readonly FaultRow[] = [...LATE, ...LOST_CONNECTIONS, ...HTTP, ...BODIES, ...REFUSALS];
