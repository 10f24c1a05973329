import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { demoAccount, startSimulator } from '../../simulator/index.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { Admin, type FlowNode } from './support/admin.js';
import { DebugSidebar } from './support/debug-sidebar.js';
import { demoFlow, nodeNamed } from './support/demo.js';
import { StartedDemo } from './support/started-demo.js';

/** Whether something listens on this port of 127.0.0.1. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The pids of the simulator and Node-RED, in the order of their start. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}

const sessionOf = (flow: readonly FlowNode[]): FlowNode | undefined =>
  flow.find((node) => node.type === 'abb-session');

const linux = process.platform === 'linux';

describe('npm start', function () {
  this.timeout(300_000);

  let parent: string;
  let directory: string;
  let editorPort: number;
  let simulatorPort: number;
  let admin: Admin;
  let environment: Record<string, string>;
  const started: StartedDemo[] = [];

  function start(
    more: Readonly<Record<string, string>> = {},
    nodeOptions: readonly string[] = [],
  ): StartedDemo {
    const demo = StartedDemo.start({ ...environment, ...more }, nodeOptions);
    started.push(demo);
    return demo;
  }

  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'abb-start-'));
    directory = path.join(parent, 'demo');
    editorPort = await freePort();
    simulatorPort = await freePort();
    admin = new Admin(`http://127.0.0.1:${editorPort}`);
    environment = {
      PORT: String(editorPort),
      ABB_SIMULATOR_PORT: String(simulatorPort),
      ABB_DEMO_DIRECTORY: directory,
    };
  });

  afterEach(async () => {
    for (const demo of started.splice(0)) await demo.stop('SIGTERM');
    await rm(parent, { recursive: true });
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`brings up the simulator and the demo flow, says where, and stops everything on ${signal}`, async () => {
      const demo = start();
      await demo.ready();
      assert.ok(demo.terminal().includes(`http://127.0.0.1:${editorPort}`));
      assert.deepEqual(
        (await admin.flows()).map((node) => node.id).sort(),
        demoFlow()
          .map((node) => node.id)
          .sort(),
      );
      assert.ok(await listens(simulatorPort));
      assert.equal(await demo.stop(signal), 0);
      assert.ok(!(await listens(simulatorPort)) && !(await listens(editorPort)));
    });
  }

  it('keeps what the user changed, and points the session at the new simulator, at the second start', async () => {
    const first = start();
    await first.ready();
    const flow = await admin.flows();
    await admin.deploy(flow.map((node) => (node.type === 'tab' ? { ...node, label: 'My own tab' } : node)));
    await first.stop();
    await start().ready();
    const again = await admin.flows();
    assert.ok(again.some((node) => node['label'] === 'My own tab'));
    assert.notEqual(sessionOf(again)?.['fingerprint'], sessionOf(flow)?.['fingerprint']);
  });

  it("leaves a user's own flow without our session alone", async () => {
    const own = [{ id: 'mine', type: 'tab', label: 'Mine' }];
    await mkdir(directory);
    await writeFile(path.join(directory, 'flows.json'), JSON.stringify(own));
    await start().ready();
    assert.deepEqual(
      (await admin.flows()).map((node) => node.id),
      ['mine'],
    );
  });

  for (const [what, variable] of [
    ['the editor', 'PORT'],
    ['the simulator', 'ABB_SIMULATOR_PORT'],
  ] as const) {
    it(`says in one line that the port of ${what} is in use, and which variable changes it`, async () => {
      const port = Number(environment[variable]);
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      const demo = start();
      assert.equal(await demo.ended(), 1);
      server.close();
      const lines = demo.terminal().trim().split('\n');
      assert.equal(lines.length, 1, demo.terminal());
      assert.ok(lines[0]?.includes(String(port)) === true && lines[0].includes(` ${variable}`), lines[0]);
    });
  }

  for (const [variable, value] of [
    ['PORT', 'eighty'],
    ['ABB_SIMULATOR_PORT', '70000'],
  ] as const) {
    it(`refuses ${variable}=${value} in one line`, async () => {
      const demo = start({ [variable]: value });
      assert.equal(await demo.ended(), 1);
      assert.match(demo.terminal(), new RegExp(`^${variable} must be .*"${value}"\\.\\n$`));
    });
  }

  it('says in one line that Node.js is too old', async () => {
    const preload = path.join(parent, 'old-node.cjs');
    const versions = "{ value: { ...process.versions, node: '18.20.8' } }";
    await writeFile(preload, `Object.defineProperty(process, 'versions', ${versions});`);
    const demo = start({}, ['--require', preload]);
    assert.equal(await demo.ended(), 1);
    assert.match(demo.terminal(), /^Node\.js 20\.19 or newer is needed, and this is 18\.20\.8.*\n$/);
  });

  it("points the session at the user's own NAS instead, without showing the password", async () => {
    const nas = await startSimulator();
    try {
      const demo = start({
        ABB_HOST: nas.host,
        ABB_PORT: String(nas.port),
        ABB_USER: demoAccount.name,
        ABB_PASSWORD: demoAccount.password,
        ABB_FINGERPRINT: nas.fingerprint,
      });
      await demo.ready();
      assert.ok(!(await listens(simulatorPort)));
      const sidebar = await DebugSidebar.open(admin.url);
      await admin.clickInject(nodeNamed(demoFlow(), 'inject', 'List the tasks').id);
      await sidebar.waitFor(nodeNamed(demoFlow(), 'debug', 'tasks').id, 1, 20);
      await sidebar.close();
      assert.equal(nas.sessions.length, 1);
      const exposed = [demo.terminal(), await readFile(path.join(directory, 'flows.json'), 'utf8')];
      for (const pid of linux ? await childrenOf(demo.pid) : []) {
        exposed.push(await readFile(`/proc/${pid}/cmdline`, 'utf8'));
      }
      for (const text of exposed) assert.ok(!text.includes(demoAccount.password), text);
      assert.equal((await stat(directory)).mode & 0o077, 0, 'others can read the user directory');
      assert.equal(await demo.stop(), 0);
      assert.deepEqual(nas.sessions, []);
    } finally {
      await nas.close();
    }
  });

  it('asks for the account when only a host is given', async () => {
    const demo = start({ ABB_HOST: 'nas.example' });
    assert.equal(await demo.ended(), 1);
    assert.equal(demo.terminal(), 'ABB_HOST is set, so ABB_USER must be set too.\n');
  });

  if (linux) {
    for (const [index, name] of ['The simulator', 'Node-RED'].entries()) {
      it(`ends with exit code 1 and the reason when this child dies: ${name}`, async () => {
        const demo = start();
        await demo.ready();
        process.kill((await childrenOf(demo.pid))[index] ?? 0, 'SIGKILL');
        assert.equal(await demo.ended(), 1);
        assert.ok(demo.terminal().includes(`${name} ended (signal SIGKILL)`), demo.terminal());
        assert.ok(!(await listens(simulatorPort)) && !(await listens(editorPort)));
      });
    }

    it('leaves no process behind when it is killed itself', async () => {
      const demo = start();
      await demo.ready();
      process.kill(demo.pid, 'SIGKILL');
      await until('the ports to be free', 20, async () =>
        (await listens(simulatorPort)) || (await listens(editorPort)) ? undefined : true,
      );
    });
  }
});
