/** SYNO.ActiveBackup.Log: what was logged, which jobs ran, and their details. */
import type { CallContext, Parameters } from '../api.js';
import type { LogRow, ResultDetail } from '../world/model.js';
import { method } from './backup-api.js';
import type { Backup, Methods } from './backup-api.js';
import {
  integer,
  integerOrIntegers,
  optionalId,
  optionalInteger,
  optionalMoment,
  optionalText,
  paging,
  record,
  word,
} from './parameters.js';
import { resultRow } from './rows/result-row.js';

const USUAL_ROWS = 200;
const USUAL_DETAILS = 500;

export function logMethods(backup: Backup): Methods {
  return {
    list_log: method((parameters) => listLog(backup, parameters)),
    list_result: method((parameters) => listResult(backup, parameters)),
    list_result_detail: method((parameters) => listDetail(backup, parameters), ['result_id']),
    get_info: method(() => info()),
    clear: method((_parameters, context) => clear(backup, context)),
  };
}

function listLog({ world, shape }: Backup, parameters: Parameters): unknown {
  const filter = record(parameters, 'filter');
  const { offset, limit } = paging(parameters, USUAL_ROWS);
  const query = {
    taskId: optionalId(parameters, 'task_id'),
    deviceId: optionalId(filter, 'device_id'),
    level: optionalId(filter, 'log_level'),
    keyword: optionalText(filter, 'key_word'),
    from: optionalMoment(filter, 'from_timestamp'),
    to: optionalMoment(filter, 'to_timestamp'),
  };
  const { count, rows } = world.logs.page(query, shape.page(offset, limit));
  return {
    count: shape.count(count),
    logs: shape.pageRows(rows).map((row) => logRow(row, world.fleet.devices.get(row.deviceId)?.platform)),
  };
}

function logRow(row: LogRow, platform: number | undefined): object {
  const userId = row.userName === '' ? 0 : 1026;
  const repeated = {
    backup_type: row.backupType,
    device_id: row.deviceId,
    device_name: row.deviceName,
    task_id: row.taskId,
    task_name: row.taskName,
    user_id: userId,
    user_name: row.userName,
  };
  return {
    ...repeated,
    error_code: row.errorCode,
    log_id: row.id,
    log_level: row.level,
    log_time: row.at,
    log_type: row.type,
    other_params: { ...repeated, platform_type: platform ?? 0, ...row.extra },
    result_id: row.resultId,
  };
}

function listResult(backup: Backup, parameters: Parameters): unknown {
  const { world, shape } = backup;
  const filter = record(parameters, 'filter');
  const { offset, limit } = paging(parameters, USUAL_ROWS);
  const query = {
    id: shape.looksUpResults ? optionalId(parameters, 'result_id') : undefined,
    taskId: optionalId(parameters, 'task_id'),
    status: optionalId(filter, 'status'),
    backupType: optionalId(filter, 'backup_type'),
    actions: integerOrIntegers(filter, 'job_action'),
    keyword: optionalText(filter, 'key_word'),
    from: optionalMoment(filter, 'from_timestamp'),
    to: optionalMoment(filter, 'to_timestamp'),
    hideRunning: shape.hidesRunning ? true : undefined,
  };
  const { count, rows } = world.results.page(query, shape.page(offset, limit));
  return {
    count: shape.count(count),
    results: shape.pageRows(rows).map((result) => resultRow(result, backup)),
  };
}

function listDetail({ world }: Backup, parameters: Parameters): unknown {
  const resultId = integer(parameters, 'result_id');
  const { offset, limit } = paging(parameters, USUAL_DETAILS);
  const orderBy = word(parameters, 'order_by', ['log_level', 'log_time']);
  const sign = word(parameters, 'direction', ['ASC', 'DESC']) === 'ASC' ? 1 : -1;
  const level = optionalInteger(record(parameters, 'filter'), 'log_level') ?? -1;
  const result = world.results.byId(resultId);
  const all = result === undefined ? [] : world.detailsOf(result);
  const details = all.filter((detail) => level === -1 || detail.level === level);
  const key = (detail: ResultDetail): number => (orderBy === 'log_level' ? detail.level : detail.at);
  details.sort((a, b) => sign * (key(a) - key(b)) || a.id - b.id);
  return {
    count: details.length,
    result_detail_list: details.slice(offset, offset + limit).map(detailRow),
  };
}

function detailRow(detail: ResultDetail): object {
  const isPath = detail.path !== '';
  return {
    error_code: detail.errorCode,
    log_level: detail.level,
    log_time: detail.at,
    log_type: detail.type,
    other_params: {
      ...(detail.fsError === 0 ? {} : { fs_error: detail.fsError }),
      os_name: detail.osName,
      path: detail.path,
      ...(detail.speed > 0 ? { speed: detail.speed } : {}),
      task_id: detail.taskId,
      ...(isPath ? {} : { task_name: detail.taskName }),
    },
    result_detail_id: detail.id,
    result_id: detail.resultId,
  };
}

function info(): unknown {
  return {
    retention_policy: { retention_counts: '1000000', retention_days: '0' },
    send_log_setting: {
      destination_ip: '',
      enable_send: false,
      enable_ssl: false,
      format: 0,
      id: 1,
      port: 514,
      protocol: 0,
    },
  };
}

/** Really wipes the log, without asking for anything: what a client must never call. */
function clear({ world }: Backup, { account }: CallContext): void {
  world.clearLogs(account);
}
