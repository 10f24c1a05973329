import { AbbError } from '../../dsm/errors.js';
import { text } from '../../texts/texts.js';
import { checkKeys, confirmation } from '../deletion.js';
import { row, rows } from '../fields.js';
import { TASK_LIST, VERSION_DELETE, VERSION_LIST } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { ids, optional, required } from '../parameters/kinds.js';
import { parseVersion, type Version } from '../shapes/version.js';
import { ONE_TASK, requireTaskId } from '../task-names.js';
import { type Accepted, actionAnswer } from './accepted.js';

const parameters = {
  ...ONE_TASK,
  versionIds: required(ids),
  /** The version ids once more, in the same order. */
  confirm: optional(confirmation),
};

/** The answer of a deletion of versions. */
export interface AcceptedVersions extends Accepted {
  readonly versionIds: readonly number[];
}

/** What would be deleted: nothing was sent. */
export interface DeletionPreview {
  readonly dryRun: true;
  readonly taskId: number;
  readonly versions: readonly Version[];
}

/** Deletes versions of a task, for good. */
export const deleteVersions: Operation<typeof parameters, AcceptedVersions | DeletionPreview> = {
  name: 'deleteVersions',
  weight: 'destroys',
  method: VERSION_DELETE,
  alsoCalls: [VERSION_LIST, TASK_LIST],
  parameters,
  async run(access, values) {
    const { versionIds, confirm } = values;
    const taskId = await requireTaskId(access, values);
    const versions = await findDoomed(access, taskId, versionIds);
    if (access.deletion.dryRun) return actionAnswer({ dryRun: true, taskId, versions }, versions.length);
    checkKeys(access, confirm, versionIds);
    await access.call(VERSION_DELETE, { task_id: taskId, version_ids: versionIds });
    return actionAnswer({ taskIds: [taskId], versionIds, accepted: true }, versionIds.length);
  },
};

async function findDoomed(access: Access, taskId: number, versionIds: readonly number[]): Promise<Version[]> {
  const found = rows(row(await access.call(VERSION_LIST, { task_id: taskId }))['versions']);
  const known = new Map(
    found.map((version) => parseVersion(version, taskId)).map((version) => [version.id, version]),
  );
  return versionIds.map((id) => {
    const version = known.get(id);
    if (version) return version;
    throw new AbbError('ABB_BAD_PARAMETER', 'version.unknown', {
      id,
      taskId,
      candidates: [...known.keys()].join(', ') || text('candidates.none'),
    });
  });
}
