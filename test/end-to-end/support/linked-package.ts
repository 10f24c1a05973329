import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { manifest, root } from '../../support/package.js';

/** A new user directory in which the clone is the installed package; the caller removes it. */
export async function userDirectoryWithClone(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'abb-user-directory-'));
  const link = path.join(directory, 'node_modules', manifest.name);
  await mkdir(path.dirname(link), { recursive: true });
  await symlink(root, link, 'junction');
  const dependencies = { [manifest.name]: `file:${root}` };
  await writeFile(path.join(directory, 'package.json'), JSON.stringify({ private: true, dependencies }));
  return directory;
}
