import assert from 'node:assert/strict';

import { useBench } from '../support/nas.js';
import { useNodeRed } from '../support/node-red.js';
import { type RunningExample, startExample } from './support/example.js';

const ERRORS = 'error: code and what to do';

/** A device as `abb-health` judges it. */
function device(id: number, state: string, changes: object = {}): object {
  const overdue = state === 'overdue' || state === 'never';
  const consecutiveFailures = state === 'failing' ? 2 : 0;
  const tasks = [{ id, name: `task ${id}`, state }];
  return {
    id,
    name: `pc-${id}`,
    state,
    reason: `It is ${state}.`,
    overdue,
    consecutiveFailures,
    tasks,
    ...changes,
  };
}

/** Devices in every state, of which these need somebody: 2 to 4, and of those that run 6 to 8. */
const EVERY_STATE: readonly object[] = [
  device(1, 'ok'),
  device(2, 'failing'),
  device(3, 'never'),
  device(4, 'overdue'),
  device(5, 'running', { consecutiveFailures: 1 }),
  device(6, 'running', { overdue: true }),
  device(7, 'running', { consecutiveFailures: 2 }),
  device(8, 'running', { tasks: [{ state: 'running' }, { state: 'failing' }] }),
  device(9, 'learning'),
  device(10, 'idle'),
];
const NEED_SOMEBODY = ['pc-2', 'pc-3', 'pc-4', 'pc-6', 'pc-7', 'pc-8'];

describe('the recipe "daily summary"', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  async function summaryOf(devices: readonly object[]) {
    const example = await startExample(nodeRed, 'recipe-daily-summary.json', await startNas());
    example.give('change', 'write the summary', { devices, summary: { ok: 1, running: 0 } });
    const { topic, payload } = await example.next('send from here');
    return { topic, lines: String(payload).split('\n') };
  }

  it('names in its subject who needs somebody, also while a backup runs', async () => {
    const { topic } = await summaryOf(EVERY_STATE);
    assert.equal(topic, `Backups: look after ${NEED_SOMEBODY.join(', ')}`);
  });

  it('says that all is well when a backup runs that nobody has missed', async () => {
    const { topic } = await summaryOf([device(1, 'ok'), device(5, 'running')]);
    assert.equal(topic, 'Backups: all well');
  });

  it('has a heading for every state but "ok"', async () => {
    const { lines } = await summaryOf(EVERY_STATE);
    assert.deepEqual(
      lines.slice(1).filter((line) => line !== '' && !line.startsWith('- ')),
      ['Failing:', 'Never backed up:', 'Overdue:', 'Running:', 'Still learning:', 'Nothing expected:'],
    );
  });

  it('names a device by its id where the NAS gives no name', async () => {
    const { topic, lines } = await summaryOf([device(2, 'failing'), device(3, 'failing', { name: null })]);
    assert.equal(topic, 'Backups: look after pc-2, #3');
    assert.ok(lines.includes('- #3: It is failing.'), lines.join('\n'));
  });
});

describe('the example of abb-health', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  it('shows who needs somebody, also while a backup runs', async () => {
    const example = await startExample(nodeRed, 'abb-health.json', await startNas());
    example.give('change', 'what needs somebody', { devices: EVERY_STATE });
    const { payload } = await example.next('alarms');
    assert.deepEqual(
      (payload as { device: string }[]).map((alarm) => alarm.device),
      NEED_SOMEBODY,
    );
  });
});

describe('the example of abb-storage', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();
  const start = async (): Promise<RunningExample> =>
    startExample(nodeRed, 'abb-storage.json', await startNas());

  it('warns of those that are nearly full, and leaves out those of which it is not known', async () => {
    const example = await start();
    example.give('change', 'less than 20 % free', [
      { path: 'full', totalBytes: 100, freeBytes: 19 },
      { path: 'roomy', totalBytes: 100, freeBytes: 20 },
      { path: 'no use', totalBytes: 100, freeBytes: null },
      { path: 'no volume', totalBytes: null, freeBytes: null },
      { path: 'empty', totalBytes: 0, freeBytes: 0 },
    ]);
    const { payload } = await example.next('nearly full');
    assert.deepEqual(
      (payload as { path: string }[]).map(({ path }) => path),
      ['full'],
    );
    assert.deepEqual(example.seen(ERRORS), []);
  });
});
