import assert from 'node:assert/strict';
import { Shape } from '../../../simulator/abb/shape.js';
import { dialects } from '../../../simulator/dialects.js';
import { nas, part, rowsIn } from './make-nas.js';

describe('the order of lists', () => {
  it('is newest first, oldest first or neither, as the dialect says', () => {
    const ids = (listOrder: 'newest_first' | 'oldest_first' | 'shuffled'): number[] =>
      nas({ listOrder })
        .rows('Version.list', 'versions', { task_id: 2 })
        .map((row) => Number(row['version_id']));
    const up = ids('oldest_first').toSorted((a, b) => a - b);
    assert.deepEqual(ids('oldest_first'), up);
    assert.deepEqual(ids('newest_first'), up.toReversed());
    const shuffled = ids('shuffled');
    assert.notDeepEqual(shuffled, up);
    assert.notDeepEqual(shuffled, up.toReversed());
    assert.deepEqual(
      shuffled.toSorted((a, b) => a - b),
      up,
    );
  });

  it('also decides which results the first page has', () => {
    const first = (listOrder: 'newest_first' | 'oldest_first'): number =>
      Number(nas({ listOrder }).rows('Log.list_result', 'results', { limit: 1 })[0]?.['result_id']);
    assert.ok(first('oldest_first') < first('newest_first'));
  });

  it('when shuffled still gives every row once in pages', () => {
    const here = nas({ listOrder: 'shuffled' });
    const count = Number(here.call('Log.list_result')['count']);
    const ids = new Set<unknown>();
    for (let offset = 0; offset < count; offset += 70) {
      for (const row of here.rows('Log.list_result', 'results', { offset, limit: 70 }))
        ids.add(row['result_id']);
    }
    assert.equal(ids.size, count);
  });
});

describe('numbers in rows', () => {
  it('are texts in some dialects, at any depth, but not beside the rows', () => {
    const here = nas({ numbersAsStrings: true });
    const reply = here.call('Task.list', { load_result: true, load_devices: true });
    const [task] = rowsIn(reply['tasks']);
    assert.equal(typeof reply['total'], 'number');
    assert.equal(task?.['task_id'], '1');
    assert.equal(typeof part(task, 'last_result')['time_end'], 'string');
    assert.deepEqual(part(task, 'sched_content')['run_weekday'], ['1', '2', '3', '4', '5']);
    assert.equal(rowsIn(task['devices'])[0]?.['device_id'], '1');
    assert.equal(task['enable_dedup'], true);
  });

  it('are numbers otherwise', () => {
    const [task] = nas().rows('Task.list', 'tasks');
    assert.equal(task?.['task_id'], 1);
  });
});

describe('an empty list', () => {
  const filter = { task_id: 99 };

  it('is a list, null or missing, as the dialect says', () => {
    assert.deepEqual(nas({ emptyList: 'array' }).call('Task.list', { filter })['tasks'], []);
    assert.equal(nas({ emptyList: 'null' }).call('Task.list', { filter })['tasks'], null);
    const missing = nas({ emptyList: 'missing' }).call('Task.list', { filter });
    assert.ok(!Object.hasOwn(missing, 'tasks'));
    assert.equal(missing['total'], 0);
  });

  it('inside a row is written the same way', () => {
    const [row] = nas({ emptyList: 'null' }).rows('Task.list', 'tasks');
    assert.equal(row?.['custom_volume'], null);
  });

  it('of hypervisors leaves no data at all when missing', () => {
    const none = { size: 'empty' } as const;
    assert.deepEqual(nas({ emptyList: 'array' }, none).call('Inventory.list'), { data: [] });
    assert.deepEqual(nas({ emptyList: 'null' }, none).call('Inventory.list'), { data: null });
    assert.deepEqual(nas({ emptyList: 'missing' }, none).call('Inventory.list'), {});
  });
});

describe('shaping a reply', () => {
  it('leaves what is null, false or empty text as it is', () => {
    const shape = new Shape({ ...dialects['dsm-7.4'], numbersAsStrings: true, emptyList: 'missing' });
    const row = { a: null, b: false, c: '', d: 0, e: { f: [] } };
    assert.deepEqual(shape.reply({ rows: [row], total: 1 }), {
      rows: [{ a: null, b: false, c: '', d: '0', e: {} }],
      total: 1,
    });
  });
});
