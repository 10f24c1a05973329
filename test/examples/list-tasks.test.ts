import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { demoAccount, type Simulator } from '../../simulator/index.js';
import { useBench } from '../support/nas.js';
import { manifest, root } from '../support/package.js';

const execute = promisify(execFile);

/** What a program wrote, and how it ended. */
interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

describe('the example of the library, in a project that has the package installed', function () {
  this.timeout(180_000);

  const { startNas } = useBench();
  let project: string;

  before(async () => {
    project = await mkdtemp(path.join(tmpdir(), 'abb-library-'));
    await execute(process.execPath, [path.join(root, 'scripts', 'build.js')], { cwd: root });
    const installed = path.join(project, 'node_modules', manifest.name);
    await mkdir(path.dirname(installed), { recursive: true });
    await symlink(root, installed, 'junction');
    await copyFile(path.join(root, 'examples', 'list-tasks.mjs'), path.join(project, 'list-tasks.mjs'));
  });

  after(() => rm(project, { recursive: true, force: true }));

  async function run(
    nas: Simulator,
    password: string,
    args: readonly string[] = [],
    onOutput: (soFar: string) => void = () => undefined,
  ): Promise<Ended> {
    const env = {
      ...process.env,
      ABB_HOST: nas.host,
      ABB_PORT: String(nas.port),
      ABB_USER: demoAccount.name,
      ABB_PASSWORD: password,
      ABB_FINGERPRINT: nas.fingerprint,
    };
    try {
      const program = execute(process.execPath, ['list-tasks.mjs', ...args], { cwd: project, env });
      let soFar = '';
      program.child.stdout?.on('data', (text: string) => onOutput((soFar += text)));
      return { ...(await program), code: 0 };
    } catch (error) {
      return error as Ended;
    }
  }

  it('prints a line per task, and leaves no session behind', async () => {
    const nas = await startNas();
    const { stdout, code } = await run(nas, demoAccount.password);
    assert.equal(code, 0);
    const names = [...nas.world.fleet.tasks.values()].map(({ name }) => name);
    assert.equal(stdout.trim().split('\n').length, names.length);
    for (const name of names) assert.ok(stdout.includes(`${name}: idle`), stdout);
    assert.deepEqual(nas.sessions, []);
  });

  it('runs a backup and prints its progress and outcome', async () => {
    const nas = await startNas();
    const [task] = nas.world.fleet.tasks.values();
    assert.ok(task);
    nas.world.nextOutcome(task.id, { outcome: 'success', durationSeconds: 30 });
    // The backup ends only when it has been seen to run.
    const onOutput = (soFar: string): void => {
      if (soFar.includes(': running')) nas.clock.advance(60_000);
    };
    const { stdout, code } = await run(nas, demoAccount.password, [task.name], onOutput);
    assert.equal(code, 0);
    assert.match(stdout, /: running \d+ %\n/);
    assert.match(stdout, /: success after \d+(\.\d)? s\n$/);
  });

  it('says in a sentence what went wrong', async () => {
    const nas = await startNas();
    const { stderr, code } = await run(nas, 'wrong');
    assert.equal(code, 1);
    assert.match(stderr, /^ABB_LOGIN: .+\n$/);
  });
});
