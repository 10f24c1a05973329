import { ALL_TASKS, ago, type ExpectedCall, wireTable } from '../wire-case.js';

/** The begin of the history that is read: 30 days and the one under way. */
const MONTH = ago(31 * 86_400);

/** The judgement asks for tasks, the results of backups, and what the devices have sent. */
function reading(from: string, taskId?: string): readonly ExpectedCall[] {
  const task = taskId === undefined ? {} : { task_id: taskId };
  return [
    [
      'Log.list_result',
      { offset: '0', limit: '2000', filter: `{"job_action":1,"from_timestamp":${from}}`, ...task },
    ],
    ['Overview.list_device_transfer_size', { time_start: from, time_end: ago(-366 * 86_400) }],
  ];
}

const [taskList, taskTexts] = ALL_TASKS;

export const health = wireTable(
  'health',
  [taskList, taskTexts],
  [
    [{}, {}],
    [{ window: '7d' }, {}],
    [{ window: 30 }, {}],
    [{ window: '8w' }, {}, { after: reading(ago(57 * 86_400)) }],
    [{ taskId: 2 }, { filter: '{"task_id":2}' }, { after: reading(MONTH, '2') }],
    [{ taskName: 'NAS 5' }, { filter: '{"task_id":5}' }, { before: [ALL_TASKS], after: reading(MONTH, '5') }],
    [{ timeZone: 'Asia/Tokyo', maxAge: 48, views: 'none' }, {}],
    [{ maxAge: { all: '3d', tasks: { 'NAS 5': 24 }, devices: { 7: '2w' } }, views: ['runs', 'series'] }, {}],
  ],
  [
    [{ window: 0 }, 'window'],
    [{ window: 366 }, 'window'],
    [{ window: '53w' }, 'window'],
    [{ window: '12h' }, 'window'],
    [{ window: 1.5 }, 'window'],
    [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
    [{ timeZone: 1 }, 'timeZone'],
    [{ maxAge: 0 }, 'maxAge'],
    [{ maxAge: -1 }, 'maxAge'],
    [{ maxAge: 1e9 }, 'maxAge'],
    [{ maxAge: '99999w' }, 'maxAge'],
    [{ maxAge: 'soon' }, 'maxAge'],
    [{ maxAge: [48] }, 'maxAge'],
    [{ maxAge: { everything: 48 } }, 'maxAge'],
    [{ maxAge: { all: 'soon' } }, 'maxAge'],
    [{ maxAge: { tasks: { Backup: 'soon' } } }, 'maxAge'],
    [{ maxAge: { devices: 48 } }, 'maxAge'],
    [{ views: 'everything' }, 'views'],
    [{ views: [] }, 'views'],
    [{ views: ['runs', 'everything'] }, 'views'],
    [{ views: true }, 'views'],
    [{ taskId: 2, taskName: 'NAS 5' }, 'taskName'],
    [{ from: '24h' }, 'from'],
  ],
  { after: reading(MONTH) },
);
