import { number, positive, row, type Row, string, time } from '../fields.js';
import { logText } from '../log-text.js';
import { dropSecrets } from '../redact.js';
import { LOG_LEVEL, type LogLevelWord } from '../words.js';
import type { Named } from './result.js';

/** One line of the package's log, or of the detail log of one result. */
export interface LogEntry {
  readonly id: number | null;
  readonly at: string | null;
  readonly level: LogLevelWord | null;
  /** DSM's number for what happened. */
  readonly type: number | null;
  /** DSM's number for why; null for none. */
  readonly errorCode: number | null;
  /** What happened as a sentence, in the language of the server. */
  readonly text: string;
  readonly task: Named | null;
  readonly device: Named | null;
  readonly resultId: number | null;
  readonly userName: string | null;
  /** What else DSM tells, under its own names. */
  readonly details: Row;
}

/** A line of the detail log of one result. */
export interface ResultDetail extends LogEntry {
  /** The file or folder that the line is about. */
  readonly path: string | null;
}

/** Reads a row of Log.list_log. */
export function parseLogEntry(entry: Row): LogEntry {
  return parseEntry(entry, 'log_id');
}

/** Reads a row of Log.list_result_detail. */
export function parseResultDetail(entry: Row): ResultDetail {
  return { ...parseEntry(entry, 'result_detail_id'), path: string(row(entry['other_params'])['path']) };
}

function parseEntry(entry: Row, idField: string): LogEntry {
  const params = row(entry['other_params']);
  // DSM gives most facts twice, in the row and in its parameters, and either may lack some.
  const field = (name: string) => entry[name] ?? params[name];
  const type = number(entry['log_type']);
  const errorCode = number(entry['error_code']);
  return {
    id: number(entry[idField]),
    at: time(entry['log_time']),
    level: LOG_LEVEL.wordOrNull(number(entry['log_level'])),
    type,
    errorCode: errorCode === 0 ? null : errorCode,
    text: logText({ type, errorCode, params: { ...params, ...named(entry) } }),
    task: reference(field('task_id'), field('task_name')),
    device: reference(field('device_id'), field('device_name')),
    resultId: positive(field('result_id')),
    userName: string(field('user_name')),
    details: dropSecrets(params),
  };
}

function named(entry: Row): Row {
  const names = ['task_name', 'device_name', 'user_name'].filter((name) => string(entry[name]) !== null);
  return Object.fromEntries(names.map((name) => [name, entry[name]]));
}

function reference(id: unknown, name: unknown): Named | null {
  const found = { id: positive(id), name: string(name) };
  return found.id === null && found.name === null ? null : found;
}
