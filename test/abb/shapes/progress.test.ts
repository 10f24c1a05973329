import assert from 'node:assert/strict';

import type { Row } from '../../../src/abb/fields.js';
import { parseProgress, parseState } from '../../../src/abb/shapes/progress.js';

const NOW = 1_800_000_000;
const DAY = 86_400;
const OPEN = { status: 1, time_start: NOW - 60, time_end: 0 };

describe('what a task does', () => {
  const examples: readonly (readonly [string, Row, string])[] = [
    ['nothing is shown', {}, 'idle'],
    ['progress is empty', { progress: {} }, 'idle'],
    ['progress is null', { progress: null }, 'idle'],
    ['progress says so', { progress: { running_task_status: 1 } }, 'running'],
    ['progress says so in text', { progress: { running_task_status: '1' } }, 'running'],
    ['progress says that it pauses', { progress: { running_task_status: 2 } }, 'running'],
    ['progress says that it is being cancelled', { progress: { running_task_status: 3 } }, 'cancelling'],
    ['progress says that it waits', { progress: { running_task_status: 0 } }, 'waiting'],
    [
      'progress says 0, but a process is at work',
      { progress: { running_task_status: 0, pid: 9 } },
      'running',
    ],
    ['progress says what nobody knows', { progress: { running_task_status: 4 } }, 'idle'],
    [
      'progress says what nobody knows, and a process is at work',
      { progress: { running_task_status: 4, pid: 77 } },
      'running',
    ],
    ['only a process id is shown', { progress: { pid: 4711 } }, 'running'],
    ['the process id is 0', { progress: { pid: 0 } }, 'idle'],
    ['only a percentage is shown', { progress: { percentage: 0 } }, 'running'],
    ['the newest result is open', { last_result: { status: 1, time_start: NOW - 60 } }, 'running'],
    [
      'the newest result has no end',
      { last_result: { status: 0, time_start: NOW - 60, time_end: 0 } },
      'running',
    ],
    [
      'the newest result has ended',
      { last_result: { status: 2, time_start: NOW - 60, time_end: NOW } },
      'idle',
    ],
    ['the newest result was abandoned', { last_result: { status: 1, time_start: NOW - 2 * DAY } }, 'idle'],
    ['the open result is that of a backup', { last_result: { ...OPEN, job_action: 1 } }, 'running'],
    ['its action says more besides a backup', { last_result: { ...OPEN, job_action: '513' } }, 'running'],
    ['the open result is that of a purge', { last_result: { ...OPEN, job_action: 131_072 } }, 'idle'],
    [
      'the open result is that of a purge, as text',
      { last_result: { ...OPEN, job_action: '131072' } },
      'idle',
    ],
    ['its target is being deleted', { last_result: { ...OPEN, job_action: 65_536 } }, 'idle'],
    ['the open result is that of a restore', { last_result: { ...OPEN, job_action: 128 } }, 'idle'],
    ['the open result is that of a verification', { last_result: { ...OPEN, job_action: 512 } }, 'idle'],
    [
      'the open result is that of a deduplication',
      { last_result: { ...OPEN, job_action: 1_048_576 } },
      'idle',
    ],
    [
      'a version is being written while another job is the newest',
      { last_result: { ...OPEN, job_action: 131_072 }, versions: [{ status: 0 }] },
      'running',
    ],
    ['there never was one', { last_result: { status: 0, time_start: 0, time_end: 0 } }, 'idle'],
    ['a version is being written', { versions: [{ status: 3 }, { status: 0 }] }, 'running'],
    ['a version waits', { versions: [{ status: 777 }] }, 'waiting'],
    ['all versions are complete', { versions: [{ status: 3 }, { status: 5 }] }, 'idle'],
    [
      'progress counts more than the newest result',
      { progress: { running_task_status: 3 }, last_result: { status: 1, time_start: NOW } },
      'cancelling',
    ],
  ];
  for (const [when, task, expected] of examples) {
    it(`is ${expected} when ${when}`, () => {
      assert.equal(parseState(task, NOW), expected);
    });
  }
});

describe('how far a task is', () => {
  function percent(progress: Row): number | null | undefined {
    return parseProgress({ progress }, 'running')?.percent;
  }

  it('is not known unless it is at work', () => {
    const task = { progress: { percentage: 0.5 } };
    assert.equal(parseProgress(task, 'idle'), null);
    assert.equal(parseProgress(task, 'deleting'), null);
    assert.notEqual(parseProgress(task, 'cancelling'), null);
  });

  it('is null in each part that DSM does not say', () => {
    assert.deepEqual(parseProgress({}, 'running'), {
      percent: null,
      transferredBytes: null,
      totalBytes: null,
    });
  });

  it('holds the bytes, also when sent as text', () => {
    const progress = { percentage: '0.25', transfered_bytes: '250', total_bytes: '1000' };
    assert.deepEqual(parseProgress({ progress }, 'running'), {
      percent: 25,
      transferredBytes: 250,
      totalBytes: 1000,
    });
  });

  for (const [percentage, expected] of [
    [0, 0],
    [0.256, 25.6],
    [1, 100],
    [25.6, 25.6],
    [100, 100],
    [120, 100],
    [-1, 0],
  ] as const) {
    it(`is ${expected} percent for ${percentage} without bytes`, () => {
      assert.equal(percent({ percentage }), expected);
    });
  }

  it('tells a fraction from per cent by the bytes', () => {
    assert.equal(percent({ percentage: 0.5, transfered_bytes: 500, total_bytes: 1000 }), 50);
    assert.equal(percent({ percentage: 0.5, transfered_bytes: 5, total_bytes: 1000 }), 0.5);
    assert.equal(percent({ percentage: 1, transfered_bytes: 1000, total_bytes: 1000 }), 100);
    assert.equal(percent({ percentage: 1, transfered_bytes: 10, total_bytes: 1000 }), 1);
  });

  it('comes from the bytes where DSM gives no percentage', () => {
    assert.equal(percent({ transfered_bytes: 1, total_bytes: 3 }), 33.3);
    assert.equal(percent({ transfered_bytes: 1, total_bytes: 0 }), null);
  });
});
