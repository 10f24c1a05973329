import { isForGood } from '../../dsm/codes.js';
import { row, rows } from '../fields.js';
import { STORAGE_LIST, VOLUME_LIST } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { parseStorages, type Storage } from '../shapes/storage.js';

const parameters = {};

/** Lists the shared folders that hold backups, with the space on their volumes; by id. */
export const storage: Operation<typeof parameters, readonly Storage[]> = {
  name: 'storage',
  weight: 'reads',
  method: STORAGE_LIST,
  alsoCalls: [VOLUME_LIST],
  parameters,
  async run(access) {
    const raw = await access.call(STORAGE_LIST, {});
    const count = rows(row(raw)['storages']).length;
    return {
      async result() {
        return parseStorages(raw, count === 0 ? undefined : await listVolumes(access));
      },
      raw,
      total: count,
      count,
    };
  },
};

async function listVolumes(access: Access): Promise<unknown> {
  try {
    return await access.call(VOLUME_LIST, {});
  } catch (error) {
    // An account or a version that may not see the volumes can still see the storages.
    if (isForGood(error)) return undefined;
    throw error;
  }
}
