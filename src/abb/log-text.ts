import type { Row } from './fields.js';

/** What a log line is about. */
export interface LogRow {
  readonly type: number | null;
  readonly errorCode: number | null;
  readonly params: Row;
}

/** A sentence for a log line. */
export function logText(entry: LogRow): string {
  return `log type ${entry.type ?? '?'}`;
}
