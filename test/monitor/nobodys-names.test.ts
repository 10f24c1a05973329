import assert from 'node:assert/strict';

import { useBackupBench } from '../support/backup.js';
import { watch } from './support/watching.js';

describe('a watch of chosen tasks and machines', () => {
  const bench = useBackupBench();
  const events = ['backup.failed'] as const;

  it('says once which of their names nothing has', async () => {
    const nas = await bench.startNas();
    nas.world.addTask({ name: 'Laptop of Anna' });
    const [task] = nas.world.fleet.tasks.values();
    const [machine] = nas.world.fleet.devices.values();
    const { after, notices } = await watch(bench, nas, {
      events,
      taskNames: ['Laptop of Anna', 'Laptop of Ana', task?.name ?? ''],
      deviceNames: [machine?.hostName ?? '', 'nobody'],
    });
    await after(3600);
    await after(3600);
    assert.deepEqual(notices, [
      'Nothing on this NAS has the name "Laptop of Ana", "nobody", so this watch tells nothing of that. ' +
        'Check the spelling; what gets such a name later is told of.',
    ]);
  });

  it('says it when the last one of a name goes', async () => {
    const nas = await bench.startNas();
    const { id } = nas.world.addTask({ name: 'Laptop of Anna' });
    const { after, notices } = await watch(bench, nas, { events, taskNames: ['Laptop of Anna'] });
    assert.deepEqual(notices, []);
    nas.world.removeTasks([id]);
    await after(2 * 3600);
    assert.match(String(notices), /Laptop of Anna/);
  });
});
