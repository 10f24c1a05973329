import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { manifest, root } from '../support/package.js';

const PROGRAM = `
import { AbbError, connect } from '${manifest.name}';

export async function firstName(): Promise<string | null | undefined> {
  const nas = connect({ host: 'nas.local', username: 'reader', password: 'secret' });
  try {
    return (await nas.tasks({ status: 'backingup' }))[0]?.name;
  } catch (error) {
    if (error instanceof AbbError) console.log(error.textKey satisfies string);
    // @ts-expect-error a status is one of DSM's words
    await nas.tasks({ status: 'asleep' });
    throw error;
  } finally {
    await nas.close();
  }
}
`;

describe('the types of the library', () => {
  let folder = '';

  before(async function () {
    this.timeout(180_000);
    folder = await mkdtemp(path.join(tmpdir(), 'abb-types-'));
    const modules = path.join(folder, 'node_modules');
    const [scope = '', name = ''] = manifest.name.split('/');
    await mkdir(path.join(modules, scope), { recursive: true });
    await mkdir(path.join(modules, '@types'));
    await symlink(root, path.join(modules, scope, name), 'junction');
    await symlink(
      path.join(root, 'node_modules', '@types', 'node'),
      path.join(modules, '@types', 'node'),
      'junction',
    );
    await writeFile(path.join(folder, 'program.ts'), PROGRAM);
    await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'build.js')], { cwd: root });
  });

  after(() => rm(folder, { recursive: true }));

  it('hold for a strict program, which checks them too and allows no imports of JSON', async function () {
    this.timeout(180_000);
    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--resolveJsonModule', 'false'];
    const target = ['--target', 'es2022', '--module', 'node20', '--types', 'node'];
    // Rejects with what the compiler says.
    await promisify(execFile)(process.execPath, [compiler, ...strict, ...target, 'program.ts'], {
      cwd: folder,
    });
  });
});
