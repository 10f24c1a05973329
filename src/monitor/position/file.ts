import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import type { PositionStore } from './store.js';

/**
 * A position in a JSON file, which is replaced as a whole: a crash leaves the old one or the new one, never half of
 * one. Folders are made when something is saved first.
 * @param file path of the file; only one watch may use it
 */
export function filePosition(file: string): PositionStore {
  let last = Promise.resolve();
  /** One after the other: a removal must not be overtaken by the save before it. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    async load() {
      await last;
      const text = await readFile(file, 'utf8').catch(nothingWhenMissing);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    save: (position) => inTurn(() => replace(file, JSON.stringify(position))),
    remove: () =>
      inTurn(async () => {
        for (const each of [file, corrupt(file), unfinished(file)]) await rm(each, { force: true });
      }),
    setAside: () => inTurn(() => rename(file, corrupt(file))),
  };
}

const corrupt = (file: string): string => `${file}.corrupt`;

/** What a crash may leave behind. */
const unfinished = (file: string): string => `${file}.new`;

async function replace(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const next = unfinished(file);
  const handle = await open(next, 'w', ONLY_OWNER);
  try {
    await handle.writeFile(text);
    // Without it a power cut may leave an empty file under the new name.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

// Names of tasks and machines are nobody else's business.
const ONLY_OWNER = 0o600;

function nothingWhenMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
