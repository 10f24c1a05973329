import assert from 'node:assert/strict';

import { CANARY } from '../../../simulator/abb/secrets.js';
import { operations } from '../../../src/index.js';
import { useBackupBench } from '../../support/backup.js';
import { BRANCH_NAS, startDemo } from '../../support/demo.js';
import { everyDialect } from '../../support/dialects.js';
import { failure } from '../../support/nas.js';

const { health } = operations;

// Midday on a working day, so that the demo's world has its usual past.
const START = Date.parse('2026-03-10T12:00:00Z');
const DAY = 24 * 3_600_000;

const ANNAS_LAPTOP = 1;

describe('the operation health', () => {
  const { startNas, newBackup } = useBackupBench();

  it('judges every device and every task of the NAS', async () => {
    const nas = await startNas({ size: 'demo' });
    const { result } = await newBackup(nas).run(health);
    const ids = (rows: readonly { readonly id: number | null }[]) => rows.map(({ id }) => id).sort();
    assert.deepEqual(ids(result.devices), [...nas.world.fleet.devices.keys()].sort());
    assert.deepEqual(ids(result.tasks), [...nas.world.fleet.tasks.keys()].sort());
  });

  it('says what is known of the demo', async () => {
    const nas = await startDemo(startNas);
    const { result } = await newBackup(nas).run(health, { timeZone: 'UTC' });
    const states = new Map(result.devices.map(({ name, state }) => [name, state]));
    assert.equal(states.get('branch-nas'), 'failing');
    assert.equal(states.get('spare-macbook'), 'idle');
    assert.equal(states.get('shop-web'), 'ok');
    const laptop = result.devices.find(({ name }) => name === 'anna-laptop');
    assert.deepEqual(laptop?.weekdays, [1, 2, 3, 4, 5]);
    assert.equal(laptop.days.length, 30);
    assert.ok(laptop.days.some(({ bytes }) => bytes > 0));
  });

  it('finds the device that silently stopped being backed up', async () => {
    const nas = await startNas({ size: 'demo', startAt: Date.now() - 5 * DAY });
    const [studio] = [...nas.world.fleet.devices.values()].filter(
      ({ hostName }) => hostName === 'studio-linux',
    );
    assert.ok(studio);
    nas.world.setDeviceOnline(studio.id, false);
    nas.clock.advance(5 * DAY);
    const { result } = await newBackup(nas).run(health);
    const found = result.devices.find(({ id }) => id === studio.id);
    assert.deepEqual([found?.state, found?.overdue, found?.online], ['failing', true, false]);
    assert.match(found?.reason ?? '', /The device is offline\.$/);
  });

  it('says the same whichever DSM it is', async () => {
    const judged = [];
    for (const { dialect } of everyDialect) {
      const nas = await startNas({ size: 'demo', startAt: START, dialect });
      nas.world.advance();
      const { result } = await newBackup(nas).run(health, { timeZone: 'Europe/Berlin' });
      judged.push(
        result.devices.map(({ name, days, weekdays, lastSuccessAt }) => ({
          name,
          days,
          weekdays,
          lastSuccessAt,
        })),
      );
    }
    for (const one of judged) assert.deepEqual(one, judged[0]);
  });

  it('asks for tasks, results and what the devices sent, once each', async () => {
    const nas = await startNas({
      size: { tasks: 20, devicesPerTask: 10, historyDays: 20, scheduled: false },
    });
    const backup = newBackup(nas);
    await backup.run(operations.storage);
    nas.journal.clear();
    await backup.run(health);
    const asked = nas.journal.calls().map(({ method }) => method);
    assert.deepEqual(asked.sort(), ['list', 'list_device_transfer_size', 'list_result']);
  });

  it('judges one task with its devices alone', async () => {
    const backup = newBackup(await startDemo(startNas));
    const { result } = await backup.run(health, { taskId: BRANCH_NAS });
    assert.deepEqual(
      result.tasks.map(({ id }) => id),
      [BRANCH_NAS],
    );
    assert.deepEqual(
      result.devices.map(({ name, state }) => [name, state]),
      [['branch-nas', 'failing']],
    );
    const byName = await backup.run(health, { taskName: 'Branch office NAS' });
    assert.deepEqual(
      byName.result.devices.map(({ name }) => name),
      ['branch-nas'],
    );
  });

  it('lists the tasks that exist when one does not', async () => {
    const backup = newBackup(await startNas({ size: 'demo' }));
    const error = await failure('ABB_BAD_PARAMETER', backup.run(health, { taskId: 99 }));
    assert.match(error.message, /99.*Branch office NAS \(5\)/);
  });

  it('has nothing to say of an empty NAS', async () => {
    for (const { name, dialect } of everyDialect) {
      const backup = newBackup(await startNas({ size: 'empty', dialect }));
      const { result, about } = await backup.run(health);
      assert.deepEqual([result.devices, result.tasks, about.count], [[], [], 0], name);
    }
  });

  it('takes fixed ages by name and by id', async () => {
    const backup = newBackup(await startNas({ size: 'demo' }));
    const maxAge = { tasks: { [ANNAS_LAPTOP]: 1000 }, devices: { 'shop-web': '40d' } };
    const { result } = await backup.run(health, { maxAge });
    const allowances = new Map(result.devices.map((one) => [one.name, one.allowanceSeconds]));
    assert.equal(allowances.get('anna-laptop'), 1000 * 3600);
    assert.equal(allowances.get('shop-web'), 40 * 24 * 3600);
  });

  it('gives only the views that are wanted', async () => {
    const backup = newBackup(await startNas({ size: 'demo' }));
    const views = async (wanted?: unknown) =>
      Object.keys((await backup.run(health, { views: wanted })).result.views).sort();
    assert.deepEqual(await views(), ['overview', 'runs', 'series', 'strips']);
    assert.deepEqual(await views('none'), []);
    assert.deepEqual(await views('strips, runs'), ['runs', 'strips']);
    assert.deepEqual(await views(['overview']), ['overview']);
  });

  it('lets no secret out, in raw form neither', async () => {
    const backup = newBackup(await startNas({ size: 'demo' }));
    const { result } = await backup.run(health);
    const { result: raw } = await backup.runRaw(health);
    assert.deepEqual(Object.keys(raw as object).sort(), ['results', 'tasks', 'transfers']);
    assert.ok(!JSON.stringify([result, raw]).includes(CANARY));
  });
});
