import type { Probe } from '../dsm/connection-test.js';
import { TASK_LIST } from './methods.js';

/** The smallest question that only an account with a right to Active Backup gets an answer to. */
export const PROBE: Probe = {
  method: TASK_LIST,
  parameters: {
    load_status: false,
    load_result: false,
    load_devices: false,
    load_versions: false,
    filter: {},
    offset: 0,
    limit: 1,
  },
};
