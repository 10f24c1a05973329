import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { filePosition, memoryPosition, type PositionStore } from '../../src/monitor/index.js';
import { useBackupBench } from '../support/backup.js';
import { names, watch } from './support/watching.js';

const RESULTS = { events: ['backup.started', 'backup.succeeded'] } as const;

describe('a position in a file', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'abb-position-'));
    file = path.join(folder, 'deep', 'position.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is nothing at first, and then what was saved last', async () => {
    const position = filePosition(file);
    assert.equal(await position.load(), undefined);
    await position.save({ version: 1, birth: 1 });
    await position.save({ version: 1, birth: 2 });
    assert.deepEqual(await position.load(), { version: 1, birth: 2 });
    assert.deepEqual(await filePosition(file).load(), { version: 1, birth: 2 });
  });

  it('is nobody else to read', async () => {
    await filePosition(file).save({});
    assert.equal((await stat(file)).mode & 0o077, 0);
  });

  it('is the one saved last when several are saved at once', async () => {
    const position = filePosition(file);
    await Promise.all([1, 2, 3, 4].map((count) => position.save({ count })));
    assert.deepEqual(await position.load(), { count: 4 });
  });

  it('is gone when it was removed, also while it was being saved', async () => {
    const position = filePosition(file);
    const saving = position.save({ count: 1 });
    await position.remove();
    await saving;
    assert.equal(await position.load(), undefined);
    await position.remove();
  });

  it('takes with it what was put aside, and what a crash has left of a save', async () => {
    const position = filePosition(file);
    await position.save({ count: 1 });
    await position.setAside?.();
    await position.save({ count: 2 });
    await writeFile(`${file}.new`, '{"coun');
    await position.remove();
    assert.deepEqual(await readdir(path.dirname(file)), []);
  });

  it('fails to be read when it is half of one, and can be put aside', async () => {
    const position = filePosition(file);
    await position.save({ version: 1 });
    await writeFile(file, '{"version":');
    await assert.rejects(position.load(), SyntaxError);
    await position.setAside?.();
    assert.equal(await position.load(), undefined);
    assert.equal(await readFile(`${file}.corrupt`, 'utf8'), '{"version":');
  });
});

describe('what a watch remembers', () => {
  const bench = useBackupBench();
  const { startNas } = bench;

  /** A position that counts how often it is saved. */
  function counted(): { position: PositionStore; saves: unknown[] } {
    const memory = memoryPosition();
    const saves: unknown[] = [];
    const save = (position: unknown) => {
      saves.push(position);
      return memory.save(position);
    };
    return { position: { ...memory, save }, saves };
  }

  it('is not written over and over while nothing happens', async () => {
    const nas = await startNas();
    const { position, saves } = counted();
    const { after, watcher } = await watch(bench, nas, { position });
    const atBegin = saves.length;
    // 100 minutes: the time of the last look alone is worth a line every 15.
    for (let poll = 0; poll < 100; poll++) await after(60);
    assert.ok(saves.length - atBegin <= 7, `${saves.length - atBegin} saves`);
    await watcher.close();
  });

  it('is written when something was told, after it was told', async () => {
    const nas = await startNas();
    const order: string[] = [];
    const memory = memoryPosition();
    const position: PositionStore = {
      ...memory,
      save(saved) {
        order.push('saved');
        return memory.save(saved);
      },
    };
    const told = { ...RESULTS, position, onEvent: () => order.push('told') };
    const { after } = await watch(bench, nas, told);
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 5 });
    nas.world.startBackup([1]);
    order.length = 0;
    await after(60);
    assert.deepEqual(order, ['told', 'told', 'saved']);
  });

  it('is waited for while it cannot be read, and nothing is lost by that', async () => {
    const nas = await startNas();
    const { position } = counted();
    await (await watch(bench, nas, { ...RESULTS, position })).watcher.close();
    nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 5 });
    nas.world.startBackup([1]);
    let isReadable = false;
    const load = () => (isReadable ? position.load() : Promise.reject(new Error('EIO: i/o error')));
    const again = await watch(bench, nas, { ...RESULTS, position: { ...position, load } });
    assert.deepEqual(names(await again.after(60)), []);
    await assert.rejects(again.monitor.pollOrFail(), /EIO/);
    assert.match(String(again.errors[0]), /cannot be read \(EIO/);
    isReadable = true;
    assert.deepEqual(names(await again.after(60)), ['backup.started', 'backup.succeeded']);
  });

  it('is written at the end, so that a restart knows when the last look was', async () => {
    const nas = await startNas();
    const { position, saves } = counted();
    const { after, watcher } = await watch(bench, nas, { position });
    await after(60);
    const before = saves.length;
    await watcher.close();
    assert.equal(saves.length, before + 1);
    await watcher.close();
    assert.equal(saves.length, before + 1);
  });

  it('stays small on a large NAS', async () => {
    const nas = await startNas({
      size: { tasks: 200, devicesPerTask: 10, scheduled: false, historyDays: 2 },
    });
    const { position, saves } = counted();
    const events = ['backup.failed', 'task.changed', 'device.online'] as const;
    await watch(bench, nas, { position, events });
    const bytes = JSON.stringify(saves.at(-1)).length;
    assert.ok(bytes < 200 * 120 + 2000 * 6, `${bytes} bytes`);
  });

  for (const [what, saved] of [
    ['is of a later version', { version: 2, birth: 1, polledAt: 1, counts: {}, keys: [] }],
    ['is no position', 'nonsense'],
    ['lacks a part', { version: 1, birth: 1, polledAt: 1, counts: {} }],
    ['has a list that is none', { version: 1, birth: 1, polledAt: 1, counts: {}, keys: [], tasks: 7 }],
  ] as const) {
    it(`is put aside and said when it ${what}, and the watch begins anew`, async () => {
      const nas = await startNas();
      const memory = memoryPosition();
      await memory.save(saved);
      let aside = 0;
      const setAside = () => {
        aside += 1;
        return Promise.resolve();
      };
      const { notices, events, after } = await watch(bench, nas, {
        ...RESULTS,
        position: { ...memory, setAside },
      });
      assert.equal(notices.length, 1);
      assert.equal(aside, 1);
      assert.deepEqual(events, []);
      nas.world.nextOutcome(1, { outcome: 'success', durationSeconds: 5 });
      nas.world.startBackup([1]);
      assert.deepEqual(names(await after(60)), ['backup.started', 'backup.succeeded']);
    });
  }

  it('is said once when it cannot be written, and the watch goes on', async () => {
    const nas = await startNas();
    const position = { ...memoryPosition(), save: () => Promise.reject(new Error('disk full')) };
    const { notices, after } = await watch(bench, nas, { ...RESULTS, position });
    for (const task of [1, 2]) {
      nas.world.nextOutcome(task, { outcome: 'success', durationSeconds: 5 });
      nas.world.startBackup([task]);
      assert.equal((await after(60)).length, 2);
    }
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? '', /disk full/);
  });
});
