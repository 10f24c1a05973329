import { number } from '../fields.js';
import { listOperation } from '../list-operation.js';
import { TASK_LIST, VERSION_LIST } from '../methods.js';
import { newestFirst } from '../shapes/result.js';
import { parseVersion } from '../shapes/version.js';
import { ONE_TASK, requireTaskId } from '../task-names.js';

/** Lists the versions of a task, newest first. */
export const versions = listOperation({
  name: 'versions',
  method: VERSION_LIST,
  alsoCalls: [TASK_LIST],
  parameters: ONE_TASK,
  async toWire(values, access) {
    return { task_id: await requireTaskId(access, values) };
  },
  rowsIn: 'versions',
  totalIn: 'total',
  idField: 'version_id',
  paging: { kind: 'whole' },
  parse: (found, _values, _access, wire) =>
    found.map((version) => parseVersion(version, number(wire['task_id']))).sort(newestFirst),
});
