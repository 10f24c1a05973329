import { AbbError } from '../../dsm/errors.js';
import { row, rows } from '../fields.js';
import { STORAGE_LIST, VOLUME_LIST } from '../methods.js';
import type { Access, Operation } from '../operation.js';
import { parseStorage, parseVolume, type Storage, type Volume } from '../shapes/storage.js';

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
    const found = rows(row(raw)['storages']);
    return {
      async result() {
        const volumes = found.length === 0 ? new Map<string, Volume>() : await listVolumes(access);
        return found.map((entry) => parseStorage(entry, volumes)).sort((a, b) => (a.id ?? 0) - (b.id ?? 0));
      },
      raw,
      total: found.length,
      count: found.length,
    };
  },
};

async function listVolumes(access: Access): Promise<ReadonlyMap<string, Volume>> {
  try {
    return new Map(rows(row(await access.call(VOLUME_LIST, {}))['volumes']).map(parseVolume));
  } catch (error) {
    // An account or a version that may not see the volumes can still see the storages.
    const refused = error instanceof AbbError && error.cause !== undefined && error.code !== 'ABB_LOGIN';
    if (refused) return new Map();
    throw error;
  }
}
