import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Manifest, packPackage } from '../../support/package.js';
import { runNpm } from '../../support/run-npm.js';

/** A Node-RED user directory into which the packed package was installed. */
export interface InstalledPackage {
  readonly userDirectory: string;
  /** The version of a package that npm chose for this Node.js, such as undici's. */
  versionOf(dependency: string): Promise<string>;
  remove(): Promise<void>;
}

/** Packs the package and installs the tarball in a fresh user directory, as Node-RED's palette manager does. */
export async function installPackedPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'abb-end-to-end-'));
  const { tarball } = await packPackage(folder);
  const userDirectory = path.join(folder, 'user-directory');
  await mkdir(userDirectory);
  await writeFile(path.join(userDirectory, 'package.json'), '{"name":"node-red-project","private":true}');
  const install = (): Promise<string> =>
    runNpm(userDirectory, [
      'install',
      '--engine-strict',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      tarball,
    ]);
  // The registry may fail for a moment.
  await install().catch(install);
  return {
    userDirectory,
    versionOf: async (dependency) => {
      const file = path.join(userDirectory, 'node_modules', dependency, 'package.json');
      return (JSON.parse(await readFile(file, 'utf8')) as Manifest).version;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
