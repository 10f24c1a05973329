import assert from 'node:assert/strict';

import type { Given } from '../../../src/abb/parameters/read.js';
import { operations } from '../../../src/index.js';
import { useLiteralNas } from '../../support/literal-nas.js';

// 2025-03-14T09:37:47Z and an hour later, as DSM counts.
const START = 1_741_945_067;
const END = START + 3600;
const STARTED_AT = '2025-03-14T09:37:47.000Z';
const ENDED_AT = '2025-03-14T10:37:47.000Z';

describe('a literal reply of DSM about what happened', () => {
  const { run, runRaw } = useLiteralNas();

  it('becomes results, newest first, unknown codes kept', async () => {
    const results = [
      {
        result_id: '8',
        task_id: '7',
        task_name: 'T',
        backup_type: '9',
        job_action: 4_194_304,
        status: 77,
        time_start: String(START),
        time_end: String(END),
        success_count: '1',
        task_config: { device_list: null },
      },
      {
        result_id: 9,
        task_id: 7,
        job_action: 2048,
        status: 6,
        time_start: START,
        time_end: START,
        error_count: 0,
        task_config: { device_list: [{ device_id: 3, host_name: 'pc' }, { host_name: 'gone' }] },
        activity_uuid: 'x',
      },
    ];
    const found = await run(operations.history, {}, { 'Log.list_result': { results, count: '2' } });
    assert.deepEqual(found, [
      {
        id: 9,
        taskId: 7,
        taskName: null,
        backupType: null,
        action: 'restore',
        outcome: 'no_backup',
        startedAt: STARTED_AT,
        endedAt: STARTED_AT,
        durationSeconds: 0,
        transferredBytes: null,
        devices: [
          { id: 3, name: 'pc' },
          { id: null, name: 'gone' },
        ],
        successCount: null,
        warningCount: null,
        errorCount: 0,
      },
      {
        id: 8,
        taskId: 7,
        taskName: 'T',
        backupType: 'unknown(9)',
        action: 'unknown(4194304)',
        outcome: 'unknown(77)',
        startedAt: STARTED_AT,
        endedAt: ENDED_AT,
        durationSeconds: 3600,
        transferredBytes: null,
        devices: [],
        successCount: 1,
        warningCount: null,
        errorCount: null,
      },
    ]);
    assert.deepEqual(await runRaw(operations.history, {}, { 'Log.list_result': { results, count: 2 } }), {
      results,
      count: 2,
    });
  });

  it('becomes log entries with a sentence, facts from the row or its parameters', async () => {
    const logs = [
      {
        log_id: 3,
        log_level: 9,
        log_time: START,
        log_type: 987_654,
        error_code: 0,
        other_params: null,
        result_id: 0,
      },
      {
        log_id: '4',
        log_level: '0',
        log_time: String(END),
        log_type: 1104,
        error_code: '-16',
        user_name: 'anna',
        result_id: 70,
        other_params: {
          task_id: 7,
          task_name: 'Office',
          device_id: 9,
          device_name: 'pc',
          agent_token: 'secret',
          speed: 1,
        },
      },
    ];
    const found = (await run(operations.logs, {}, { 'Log.list_log': { logs, count: 2 } })) as {
      text: string;
    }[];
    assert.ok(found.every(({ text }) => text.length > 5));
    assert.deepEqual(
      found.map((entry) => ({ ...entry, text: '' })),
      [
        {
          id: 4,
          at: ENDED_AT,
          level: 'error',
          type: 1104,
          errorCode: -16,
          text: '',
          task: { id: 7, name: 'Office' },
          device: { id: 9, name: 'pc' },
          resultId: 70,
          userName: 'anna',
          details: { task_id: 7, task_name: 'Office', device_id: 9, device_name: 'pc', speed: 1 },
        },
        {
          id: 3,
          at: STARTED_AT,
          level: 'unknown(9)',
          type: 987_654,
          errorCode: null,
          text: '',
          task: null,
          device: null,
          resultId: null,
          userName: null,
          details: {},
        },
      ],
    );
  });

  it('becomes the details of a result, in the order that was asked for', async () => {
    const rows = [
      { result_detail_id: 1, log_level: 2, log_time: START, log_type: 1101 },
      {
        result_detail_id: 2,
        log_level: 0,
        log_time: END,
        log_type: 6002,
        other_params: { path: '/a', fs_error: -65 },
      },
    ];
    const replies = { 'Log.list_result_detail': { result_detail_list: rows, count: 2 } };
    const inOrder = async (given: Given) => {
      const found = await run(operations.resultDetails, { resultId: 70, ...given }, replies);
      return (found as { id: number; resultId: number; path: string | null }[]).map(
        ({ id, resultId, path }) => [id, resultId, path],
      );
    };
    const first = [1, 70, null];
    const second = [2, 70, '/a'];
    assert.deepEqual(await inOrder({}), [second, first]);
    assert.deepEqual(await inOrder({ direction: 'DESC' }), [first, second]);
    assert.deepEqual(await inOrder({ orderBy: 'log_time' }), [first, second]);
    assert.deepEqual(await inOrder({ orderBy: 'log_time', direction: 'DESC' }), [second, first]);
  });
});
