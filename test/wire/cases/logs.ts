import { ago, ALL_TASKS, MARCH_1, MARCH_2, wireTable } from '../wire-case.js';

const { seconds } = MARCH_1;

/** In logs and history the task id stands beside the filter. */
export const logs = wireTable(
  'logs',
  ['Log.list_log', { offset: '0', limit: '200', filter: '{}' }],
  [
    [{}, {}],
    [{ taskId: 2 }, { task_id: '2' }],
    [{ taskName: 'Workplace 1' }, { task_id: '1' }, { before: [ALL_TASKS] }],
    [{ level: 'error' }, { filter: '{"log_level":0}' }],
    [{ level: 'warning' }, { filter: '{"log_level":1}' }],
    [{ level: 'information' }, { filter: '{"log_level":2}' }],
    [{ keyword: 'disk' }, { filter: '{"key_word":"disk"}' }],
    [{ keyword: '"a&b" = größer\\' }, { filter: '{"key_word":"\\"a&b\\" = größer\\\\"}' }],
    [{ keyword: '12' }, { filter: '{"key_word":"12"}' }],
    [{ from: MARCH_1.iso }, { filter: `{"from_timestamp":${seconds}}` }],
    [{ from: '24h' }, { filter: `{"from_timestamp":${ago(86_400)}}` }],
    [{ to: MARCH_2.iso }, { filter: `{"to_timestamp":${MARCH_2.seconds}}` }],
    [{ offset: 0 }, {}],
    [{ offset: 40 }, { offset: '40' }],
    [{ offset: '40' }, { offset: '40' }],
    [{ limit: 2 }, { limit: '2' }],
    [{ limit: '1000' }, { limit: '1000' }],
    [{ limit: 'all' }, { limit: '500' }],
    [
      { offset: 10, limit: 20 },
      { offset: '10', limit: '20' },
    ],
    [
      { offset: 10, limit: 'all' },
      { offset: '10', limit: '500' },
    ],
    [
      { taskId: 2, level: 'error' },
      { task_id: '2', filter: '{"log_level":0}' },
    ],
    [
      { level: 'warning', keyword: 'x', from: seconds, to: MARCH_2.seconds },
      {
        filter: `{"key_word":"x","log_level":1,"from_timestamp":${seconds},"to_timestamp":${MARCH_2.seconds}}`,
      },
    ],
    [
      { taskId: 3, level: 'error', keyword: 'x', from: seconds, to: MARCH_2.seconds, offset: 5, limit: 6 },
      {
        offset: '5',
        limit: '6',
        task_id: '3',
        filter: `{"key_word":"x","log_level":0,"from_timestamp":${seconds},"to_timestamp":${MARCH_2.seconds}}`,
      },
    ],
  ],
  [
    [{ level: 'debug' }, 'level'],
    [{ level: 0 }, 'level'],
    [{ keyword: 5 }, 'keyword'],
    [{ keyword: ['a'] }, 'keyword'],
    [{ offset: -1 }, 'offset'],
    [{ offset: 'all' }, 'offset'],
    [{ offset: 0.5 }, 'offset'],
    [{ limit: 0 }, 'limit'],
    [{ limit: -1 }, 'limit'],
    [{ limit: 'ALL' }, 'limit'],
    [{ limit: Infinity }, 'limit'],
    [{ limit: NaN }, 'limit'],
    [{ from: '1h', to: '2h' }, 'from'],
    [{ status: 'success' }, 'status'],
  ],
);

export const resultDetails = wireTable(
  'resultDetails',
  [
    'Log.list_result_detail',
    { result_id: '70', offset: '0', limit: '500', order_by: '"log_level"', direction: '"ASC"' },
  ],
  [
    [{ resultId: 70 }, {}],
    [{ resultId: '70' }, {}],
    [{ resultId: 71 }, { result_id: '71' }],
    [{ resultId: 70, limit: 3 }, { limit: '3' }],
    [{ resultId: 70, limit: 2000 }, { limit: '2000' }],
    [{ resultId: 70, orderBy: 'log_level' }, {}],
    [{ resultId: 70, orderBy: 'log_time' }, { order_by: '"log_time"' }],
    [{ resultId: 70, direction: 'ASC' }, {}],
    [{ resultId: 70, direction: 'DESC' }, { direction: '"DESC"' }],
    [
      { resultId: 70, orderBy: 'log_time', direction: 'DESC', limit: 9 },
      { order_by: '"log_time"', direction: '"DESC"', limit: '9' },
    ],
  ],
  [
    [{}, 'resultId'],
    [{ resultId: 0 }, 'resultId'],
    [{ resultId: [70] }, 'resultId'],
    [{ resultId: 70, limit: 'all' }, 'limit'],
    [{ resultId: 70, limit: 0 }, 'limit'],
    [{ resultId: 70, orderBy: 'time' }, 'orderBy'],
    [{ resultId: 70, direction: 'asc' }, 'direction'],
    [{ resultId: 70, offset: 5 }, 'offset'],
  ],
);
