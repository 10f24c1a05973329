import assert from 'node:assert/strict';

import { CANARY, SECRET_KINDS } from '../../simulator/abb/secrets.js';
import type { Fault, Simulator } from '../../simulator/index.js';
import { onTab } from '../support/node-red.js';
import { nodeTypes } from '../support/package.js';
import { Canaries, type Leak } from './support/canary/canaries.js';
import { FAULTS } from './support/canary/faults.js';
import { type Guests, inviteGuests } from './support/canary/guests.js';
import { type Job, jobNodeId, JOBS } from './support/canary/jobs.js';
import { type Lane, openLanes } from './support/canary/lanes.js';
import { WitnessedNodeRed } from './support/canary/witnessed-node-red.js';

const LOGIN = { api: 'SYNO.API.Auth', method: 'login' } as const;

// What the code of a login says about the account would keep the lane from logging in again.
const REFUSED_LOGIN = { kind: 'code', code: 403, errors: { token: `${CANARY}challenge` } } as const;

describe('the secrets of a Node-RED that works', function () {
  this.timeout(300_000);

  const canaries = new Canaries();
  const planted = new Canaries();
  const endings: string[] = [];
  let nodeRed: WitnessedNodeRed;
  let lanes: readonly Lane[] = [];
  let guests: Guests;
  let seen: ReadonlyMap<string, string>;

  const nases = (): Simulator[] => [...lanes.map(({ nas }) => nas), ...guests.nases];

  before(async () => {
    canaries.add('a secret in a reply', CANARY);
    for (const kind of [...SECRET_KINDS, 'challenge'])
      canaries.add(`${kind} in a reply`, `${CANARY}${kind}-`);
    lanes = await openLanes(canaries, ['one', 'two', 'three', 'four', 'five', 'six']);
    guests = await inviteGuests(canaries);
    nodeRed = await WitnessedNodeRed.start();
    await nodeRed.deploy([
      { id: 'tab', type: 'tab', label: 'secrets' },
      onTab('catch', 'catch', { scope: null, wires: [['debug']] }),
      onTab('status', 'status', { scope: null, wires: [['debug']] }),
      onTab('debug', 'debug', { active: true, tosidebar: true, console: true, complete: 'true' }),
      onTab('leak', 'witness-leak', { info: planted.make('in a flow'), wires: [['debug']] }),
      ...lanes.flatMap(({ flow }) => flow),
      ...guests.flow,
    ]);
    await Promise.all([...lanes.map(work), welcome()]);
    const secret = planted.make('in a message');
    await nodeRed.pass('leak', { secret });
    await lookAround();
    await nodeRed.untilShown(Buffer.from(secret).toString('base64'));
    await nodeRed.stop();
    for (const nas of nases()) addSessions(nas);
    seen = await nodeRed.seen();
  });

  after(async () => {
    await nodeRed.stop();
    await nodeRed.remove();
    await Promise.all(nases().map((nas) => nas.close()));
  });

  /** All jobs of a lane in all forms, then each under a share of the faults. */
  async function work(lane: Lane): Promise<void> {
    for (let form = 0; form < 4; form += 1) await pass(lane, form, JOBS);
    for (const [index, fault] of FAULTS.entries()) {
      if (index % lanes.length !== lanes.indexOf(lane)) continue;
      await suffer(lane, index, fault);
    }
    lane.nas.faults.add({ ...REFUSED_LOGIN, ...LOGIN });
    lane.nas.expireSessions();
    await pass(lane, 0, JOBS);
  }

  /** Every job meets the fault, once. Then a login does. */
  async function suffer({ nas, ...lane }: Lane, index: number, fault: Fault): Promise<void> {
    nas.faults.add({ ...fault, times: JOBS.length });
    await pass({ nas, ...lane }, index, JOBS);
    nas.faults.clear();
    if (fault.kind === 'code') return;
    nas.faults.add({ ...fault, ...LOGIN });
    nas.expireSessions();
    await pass({ nas, ...lane }, index, JOBS.slice(0, 1));
    nas.faults.clear();
  }

  async function pass({ name, nas }: Lane, form: number, jobs: readonly Job[]): Promise<void> {
    const ended = jobs.map((job) =>
      nodeRed.pass(jobNodeId(name, job, form), { params: job.params?.(nas) ?? {} }),
    );
    endings.push(...(await Promise.all(ended)));
  }

  /** Every guest asks, and has its connection tested. */
  async function welcome(): Promise<void> {
    await nodeRed.ask('/abb/session-newcomer/test', { ...tested('newcomer'), otpCode: guests.otpCode });
    await Promise.all(
      guests.names.map(async (name) => {
        endings.push(await nodeRed.pass(`ask-${name}`, {}));
        await nodeRed.ask(`/abb/session-${name}/test`, tested(name));
        endings.push(await nodeRed.pass(`ask-${name}`, {}));
      }),
    );
  }

  /** A session as its dialog sends it: with what the browser has in place of the secrets. */
  function tested(name: string): object {
    const session = guests.flow.find(({ id }) => id === `session-${name}`);
    const { username } = (session?.['credentials'] ?? {}) as { username?: string };
    return { ...session, credentials: undefined, username, password: '__PWRD__', deviceId: '__PWRD__' };
  }

  async function lookAround(): Promise<void> {
    const sessions = [...lanes.map(({ name }) => name), ...guests.names].map((name) => `session-${name}`);
    for (const target of ['/flows', '/flow/tab', '/nodes', '/settings', '/settings/user', '/diagnostics']) {
      await nodeRed.ask(target, undefined, { accept: 'application/json' });
    }
    for (const session of sessions) {
      await nodeRed.ask(`/credentials/abb-session/${session}`);
      await nodeRed.ask(`/abb/${session}/tasks`);
      await nodeRed.ask(`/abb/${session}/versions?taskId=1`);
    }
  }

  /** The names that DSM gave to sessions are as good as passwords while they last. */
  function addSessions({ journal }: Simulator): void {
    for (const { headers } of journal.entries) {
      const [, sid] = /\bid=([^;]+)/.exec(headers['cookie'] ?? '') ?? [];
      if (sid !== undefined) canaries.add('a session id', decodeURIComponent(sid));
      if (headers['x-syno-token'] !== undefined) canaries.add('a SynoToken', headers['x-syno-token']);
    }
  }

  function said(leaks: readonly Leak[]): string[] {
    return leaks.map(({ name, form, place, excerpt }) => `${name}, ${form}, in ${place}: … ${excerpt} …`);
  }

  it('were there to be found', () => {
    for (const { nas } of lanes) assert.ok(nas.journal.calls(LOGIN.api, LOGIN.method).length > 0);
    const ran = new Set(JOBS.map(({ type }) => type));
    assert.deepEqual(
      nodeTypes.filter((type) => type !== 'abb-session' && !ran.has(type)),
      [],
    );
    const distinct = new Set(endings);
    for (const ending of ['answered', 'ABB_UNKNOWN_OUTCOME', 'ABB_BAD_REPLY', 'ABB_LOGIN', 'ABB_TLS']) {
      assert.ok(distinct.has(ending), `${ending} in ${[...distinct].join(', ')}`);
    }
    assert.ok((seen.get('the log') ?? '').includes('[trace]'));
  });

  it('are in nothing that anybody can see', () => {
    const leaks = [...seen].flatMap(([place, text]) => canaries.leaksIn(place, text));
    assert.deepEqual(said(leaks), []);
  });

  it('are in no address', () => {
    const leaks = nases().flatMap(({ journal }) =>
      journal.entries.flatMap(({ path, query }) => canaries.leaksIn(path, JSON.stringify([path, query]))),
    );
    assert.deepEqual(said(leaks), []);
  });

  it('would be found wherever they are', () => {
    const leaks = [...seen].flatMap(([place, text]) => planted.leaksIn(place, text));
    const found = new Set(leaks.map(({ name, place }) => `${name}: ${place}`));
    assert.deepEqual([...found].sort(), [
      'in a flow: answers of the admin API',
      'in a flow: flows.json',
      'in a message: the editor over its web socket',
      'in a message: the log',
      'in a message: what nodes let out, end',
      'in a message: what nodes let out, log',
      'in a message: what nodes let out, message',
      'in a message: what nodes let out, status',
    ]);
  });
});
