import type { WireParameters, WireValue } from '../dsm/method.js';
import { type Row, row, rows } from './fields.js';
import { TASK_LIST } from './methods.js';
import type { Access } from './operation.js';

/** How Task.list may be narrowed. The task id belongs inside the filter: beside it DSM ignores it. */
export interface TaskFilter {
  readonly taskId?: number | undefined;
  /** DSM's number of a backup type. */
  readonly backupType?: number | undefined;
  readonly status?: string | undefined;
  /** Bounds of the last backup, epoch seconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The parameters of Task.list. Without the `load_` flags DSM leaves out what changes: status, results, devices. */
export function taskListParameters(filter: TaskFilter, loadVersions: boolean): WireParameters {
  return {
    load_status: true,
    load_result: true,
    load_devices: true,
    load_versions: loadVersions,
    filter: given({
      task_id: filter.taskId,
      backup_type: filter.backupType,
      status: filter.status,
      from_timestamp: filter.from,
      to_timestamp: filter.to,
    }),
  };
}

/** The rows of Task.list. */
export async function listTaskRows(
  access: Access,
  filter: TaskFilter = {},
  loadVersions = false,
): Promise<Row[]> {
  return rows(row(await access.call(TASK_LIST, taskListParameters(filter, loadVersions)))['tasks']);
}

/** The entries that have a value. */
export function given(
  entries: Readonly<Record<string, WireValue | undefined>>,
): Readonly<Record<string, WireValue>> {
  const found: Record<string, WireValue> = {};
  for (const [name, value] of Object.entries(entries)) if (value !== undefined) found[name] = value;
  return found;
}
