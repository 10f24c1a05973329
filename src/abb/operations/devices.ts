import { number, row, type Row, rows, string } from '../fields.js';
import { withLastBackups } from '../last-backups.js';
import { listOperation } from '../list-operation.js';
import { DEVICE_LIST, RESULT_LIST, TASK_LIST } from '../methods.js';
import type { Access } from '../operation.js';
import { optional, word } from '../parameters/kinds.js';
import { type Device, parseDevice } from '../shapes/device.js';
import { hasEnded, isBackupResult, newestFirst, parseResult, type Result } from '../shapes/result.js';
import { parseTask, type Task } from '../shapes/task.js';
import { byName } from '../sorting.js';
import { given, listTaskRows } from '../task-list.js';
import { BACKUP_TYPE } from '../words.js';

/** Lists devices with their tasks, the state of their agent and their last backup; by name. */
export const devices = listOperation({
  name: 'devices',
  method: DEVICE_LIST,
  alsoCalls: [TASK_LIST, RESULT_LIST],
  parameters: { backupType: optional(word(BACKUP_TYPE)) },
  toWire: ({ backupType }) => ({
    load_result: true,
    filter: given({ backup_type: backupType && BACKUP_TYPE.codes[backupType] }),
  }),
  rowsIn: 'devices',
  totalIn: 'total',
  idField: 'device_id',
  paging: { kind: 'sizeable', pageSize: 200 },
  async parse(found, _values, access) {
    const tasks = await tasksByDevice(access, found);
    return found
      .map((device) => joined(device, tasks.get(number(device['device_id']) ?? 0) ?? []))
      .sort(byName);
  },
});

/** A task together with its row for one device, which alone knows the state of the agent. */
interface Membership {
  readonly task: Task;
  readonly member: Row;
}

async function tasksByDevice(access: Access, found: readonly Row[]): Promise<Map<number, Membership[]>> {
  const wanted = new Set(found.map((device) => number(device['device_id'])));
  const memberships = new Map<number, Membership[]>();
  const taskRows = await listTaskRows(access);
  const now = access.now.getTime() / 1000;
  const relevant = taskRows.filter((task) =>
    rows(task['devices']).some((member) => wanted.has(number(member['device_id']))),
  );
  const tasks = await withLastBackups(
    access,
    relevant.map((task) => parseTask(task, now)),
  );
  for (const [index, taskRow] of relevant.entries()) {
    const task = tasks[index];
    if (!task) continue;
    for (const member of rows(taskRow['devices'])) {
      const id = number(member['device_id']) ?? 0;
      memberships.set(id, [...(memberships.get(id) ?? []), { task, member }]);
    }
  }
  return memberships;
}

function joined(device: Row, memberships: readonly Membership[]): Device {
  const tasks = memberships.map(({ task }) => ({ id: task.id, name: task.name })).sort(byName);
  const live = memberships.find(({ member }) => string(member['agent_status']) !== null)?.member ?? {};
  return parseDevice({ ...live, ...filled(device) }, tasks, lastBackup(device, memberships));
}

/** The device's own last result is nearest to the truth; where it is another job's, the newest of its tasks'. */
function lastBackup(device: Row, memberships: readonly Membership[]): Result | null {
  const own = parseResult(row(device['last_result']));
  if (own.id !== null && isBackupResult(own) && hasEnded(own)) return own;
  const results = memberships.map(({ task }) => task.lastBackup).filter((result) => result !== null);
  return results.sort(newestFirst)[0] ?? null;
}

/** The fields that hold something: an empty one must not hide what the task's row knows. */
function filled(device: Row): Row {
  return Object.fromEntries(Object.entries(device).filter(([, value]) => value !== null && value !== ''));
}
