import fc from 'fast-check';

/** Names that mean something to the client, so that made-up replies get past its first look. */
const NAMES = [
  ...['tasks', 'devices', 'versions', 'results', 'logs', 'storages', 'settings', 'device_list', 'volumes'],
  ...[
    'transfer_list',
    'result_detail_list',
    'total',
    'count',
    'task_id',
    'result_id',
    'version_id',
    'log_id',
  ],
  ...['device_id', 'storage_id', 'task_name', 'host_name', 'name', 'value', 'backup_type', 'source_type'],
  ...[
    'last_result',
    'progress',
    'running_task_status',
    'percentage',
    'pid',
    'job_action',
    'status',
    'locked',
  ],
  ...['time_start', 'time_end', 'transfered_bytes', 'total_bytes', 'sched_content', 'schedule_setting_type'],
  ...['run_weekday', 'retention_policy', 'keep_all', 'next_trigger_time', 'task_config', 'other_params'],
  ...['log_type', 'log_level', 'log_time', 'error_code', 'cert_info', 'cert_from_dsm', 'cert_tillTime'],
  ...[
    'device_info',
    'volume_path',
    'used_size',
    'create_time',
    'login_time',
    'platform_type',
    'agent_status',
  ],
];

const leaf = fc.oneof(
  fc.constantFrom(null, true, false, '', '0', '-1', '7', 'NaN', '__proto__', 0, 1, 2, -1, 777),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.constantFrom(1_741_946_267, 1_741_946_267_000, 8.64e12, 8.64e15, 1e300, Number.MAX_SAFE_INTEGER),
);

/** Anything that JSON can hold, with the fields of DSM's replies in unlikely places. */
export const anyReply: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 8 }),
  ),
})).value;

/** A row of some list. */
export const anyRow: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.constantFrom(...NAMES),
  anyReply,
  { maxKeys: 12 },
);

/** A reply that has a list of such rows under one of the names that DSM uses. */
export const anyList: fc.Arbitrary<unknown> = fc
  .record({
    rowsIn: fc.constantFrom(...NAMES.slice(0, 11)),
    rows: fc.array(anyRow, { maxLength: 5 }),
    total: leaf,
  })
  .map(({ rowsIn, rows, total }) => ({ [rowsIn]: rows, total, count: total }));
