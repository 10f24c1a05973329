import assert from 'node:assert/strict';
import type { Parameters } from '../../../simulator/api.js';
import { nas, part } from './make-nas.js';
import type { Json } from './make-nas.js';

const here = nas();
const NOON = here.world.now;
const DAY = 86_400;

function results(parameters: Parameters): Json[] {
  return here.rows('Log.list_result', 'results', { limit: 10_000, ...parameters });
}

function logs(parameters: Parameters): Json[] {
  return here.rows('Log.list_log', 'logs', { limit: 10_000, ...parameters });
}

describe('Log.list_result', () => {
  it('sends 200 rows unless told otherwise, and counts all', () => {
    assert.equal(here.rows('Log.list_result', 'results').length, 200);
    const all = results({}).length;
    assert.equal(here.call('Log.list_result')['count'], all);
    assert.ok(all > 200);
  });

  it('gives every row once in pages', () => {
    const ids = results({}).map((row) => row['result_id']);
    const paged: unknown[] = [];
    for (let offset = 0; offset < ids.length; offset += 90) {
      const page = here.rows('Log.list_result', 'results', { offset, limit: 90 });
      paged.push(...page.map((row) => row['result_id']));
    }
    assert.deepEqual(paged, ids);
  });

  it('takes task and result beside the filter, and ignores them inside', () => {
    assert.ok(results({ task_id: 2 }).every((row) => row['task_id'] === 2));
    assert.equal(results({ filter: { task_id: 2 } }).length, results({}).length);
    const id = results({})[30]?.['result_id'];
    assert.deepEqual(
      results({ result_id: id }).map((row) => row['result_id']),
      [id],
    );
    assert.equal(results({ task_id: -1 }).length, results({}).length);
  });

  it('filters by the number of a status, and refuses its word', () => {
    const failed = results({ filter: { status: 4 } });
    assert.ok(failed.length > 0 && failed.every((row) => row['status'] === 4 && row['error_count'] === 1));
    assert.equal(here.refusal('Log.list_result', { filter: { status: 'fail' } }).code, 120);
  });

  it('filters by backup type', () => {
    const rows = results({ filter: { backup_type: 5 } });
    assert.ok(rows.length > 0 && rows.every((row) => row['task_name'] === 'Branch office NAS'));
  });

  it('filters by one action or several', () => {
    const purges = results({ filter: { job_action: 131_072 } });
    const restores = results({ filter: { job_action: [128, 1024, 2048] } });
    assert.ok(purges.length > 0 && purges.every((row) => row['job_action'] === 131_072));
    assert.ok(restores.length > 0 && restores.every((row) => row['job_action'] === 1024));
  });

  it('filters by the time of the start, both ends included', () => {
    const all = results({});
    const start = Number(all[50]?.['time_start']);
    const exact = results({ filter: { from_timestamp: start, to_timestamp: start } });
    assert.deepEqual(
      exact.map((row) => row['result_id']),
      all.filter((row) => row['time_start'] === start).map((row) => row['result_id']),
    );
    const day = results({ filter: { from_timestamp: NOON - DAY, to_timestamp: NOON } });
    assert.ok(day.length > 0 && day.length < 30);
  });

  it('filters by a word in the name of task or device, whatever its case', () => {
    const byTask = results({ filter: { key_word: 'WEB SHOP' } });
    assert.ok(byTask.length > 0 && byTask.every((row) => row['task_name'] === 'Web shop'));
    assert.deepEqual(results({ filter: { key_word: 'shop-database' } }), byTask);
    assert.deepEqual(results({ filter: { key_word: 'nothing like it' } }), []);
  });

  it('names devices with ids in a backup, and by name only in a purge', () => {
    const devices = (row: Json | undefined): unknown => part(row, 'task_config')['device_list'];
    const [backup] = results({ task_id: 1, filter: { job_action: 1 } });
    const [purge] = results({ task_id: 1, filter: { job_action: 131_072 } });
    assert.deepEqual(devices(backup), [{ device_id: 1, host_name: 'anna-laptop' }]);
    assert.deepEqual(devices(purge), [{ host_name: 'anna-laptop' }]);
  });
});

describe('Log.list_log', () => {
  it('sends 200 rows unless told otherwise, and counts all', () => {
    assert.equal(here.rows('Log.list_log', 'logs').length, 200);
    assert.equal(here.call('Log.list_log')['count'], logs({}).length);
  });

  it('filters by level, time, word and task', () => {
    const errors = logs({ filter: { log_level: 0 } });
    assert.ok(errors.length > 0 && errors.every((row) => row['log_level'] === 0 && row['log_type'] === 1104));
    assert.equal(logs({ filter: { log_level: -1 } }).length, logs({}).length);
    const lastDay = logs({ filter: { from_timestamp: NOON - DAY } });
    assert.ok(lastDay.length > 0 && lastDay.every((row) => Number(row['log_time']) >= NOON - DAY));
    assert.ok(logs({ filter: { key_word: 'branch' } }).every((row) => row['task_id'] === 5));
    assert.ok(logs({ task_id: 3 }).every((row) => row['task_name'] === 'Web shop'));
    assert.ok(logs({ filter: { device_id: 1 } }).every((row) => row['device_name'] === 'anna-laptop'));
  });

  it('keeps to its window also among rows that were written since', () => {
    const other = nas();
    const at = other.world.now;
    other.world.nextOutcome(1, { outcome: 'success', durationSeconds: 60 });
    other.call('Task.backup', { task_ids: [1] });
    other.pass(60);
    const types = (filter: Parameters): unknown[] =>
      other.rows('Log.list_log', 'logs', { filter }).map((row) => row['log_type']);
    assert.deepEqual(types({ from_timestamp: at, to_timestamp: at + 59 }), [1101]);
    assert.deepEqual(types({ from_timestamp: at + 1, to_timestamp: at + 60 }), [1102]);
  });

  it('repeats the row in its other parameters', () => {
    const [row] = logs({ task_id: 1 });
    const other = part(row, 'other_params');
    assert.equal(other['task_name'], "Anna's laptop");
    assert.equal(other['platform_type'], 1);
  });

  it('gives a failed backup a negative error code', () => {
    const [row] = logs({ filter: { log_level: 0 } });
    assert.ok(Number(row?.['error_code']) < 0);
  });
});

describe('Log.list_result_detail', () => {
  const failed = results({ filter: { status: 4, backup_type: 4 } })[0]?.['result_id'];

  function details(parameters: Parameters): Json[] {
    return here.rows('Log.list_result_detail', 'result_detail_list', { result_id: failed, ...parameters });
  }

  it('has rows without any text, with a path where one failed', () => {
    const [row] = details({});
    const fields = 'error_code log_level log_time log_type other_params result_detail_id result_id';
    assert.deepEqual(Object.keys(row ?? {}).sort(), fields.split(' '));
    assert.equal(row?.['log_type'], 6002);
    assert.match(String(part(row, 'other_params')['path']), /^\/D\//);
    assert.ok(Number(part(row, 'other_params')['fs_error']) < 0);
  });

  it('sorts by level or time, up or down', () => {
    const values = (parameters: Parameters, field: string): number[] =>
      details(parameters).map((row) => Number(row[field]));
    const up = (list: number[]): number[] => list.toSorted((a, b) => a - b);
    const levels = values({}, 'log_level');
    assert.deepEqual(levels, up(levels));
    assert.ok(new Set(levels).size > 1);
    const down = values({ order_by: 'log_level', direction: 'DESC' }, 'log_level');
    assert.deepEqual(down.toReversed(), levels);
    const times = values({ order_by: 'log_time', direction: 'ASC' }, 'log_time');
    assert.deepEqual(times, up(times));
    assert.ok(new Set(times).size > 1);
  });

  it('refuses an order that it does not know', () => {
    assert.deepEqual(here.refusal('Log.list_result_detail', { result_id: failed, order_by: 'name' }).errors, {
      name: 'order_by',
      reason: 'condition',
    });
  });

  it('needs a result, and answers an empty list for one that does not exist', () => {
    assert.equal(here.refusal('Log.list_result_detail').code, 120);
    assert.deepEqual(details({ result_id: 1 }), []);
  });

  it('sends 500 rows unless told otherwise, and counts all', () => {
    const big = nas({}, { size: { tasks: 50, historyRows: 20_000 }, failRate: 0.5 });
    const long = big.world.results
      .page({ status: 4 }, { offset: 0, limit: 200, newestFirst: true })
      .rows.find((result) => big.world.detailsOf(result).length > 500);
    assert.ok(long !== undefined);
    const reply = big.call('Log.list_result_detail', { result_id: long.id });
    const rows = big.rows('Log.list_result_detail', 'result_detail_list', { result_id: long.id });
    assert.equal(rows.length, 500);
    assert.ok(Number(reply['count']) > 600);
    const rest = big.rows('Log.list_result_detail', 'result_detail_list', {
      result_id: long.id,
      offset: 500,
    });
    assert.equal(rest.length, Number(reply['count']) - 500);
  });
});

describe('Log.clear', () => {
  it('wipes the log without asking', () => {
    const other = nas();
    other.call('Log.clear');
    const rows = other.rows('Log.list_log', 'logs');
    assert.deepEqual(
      rows.map((row) => row['log_type']),
      [1009],
    );
  });
});
