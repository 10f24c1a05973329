/**
 * What differs between DSM and Active Backup versions, or is unproven: the simulator can play every variant, so
 * that the client is tested against all of them.
 */
export interface Dialect {
  /** `auth.cgi` or `entry.cgi` as the path of SYNO.API.Auth in discovery. */
  readonly authPath: 'auth.cgi' | 'entry.cgi';
  /** Highest version of SYNO.API.Auth. */
  readonly authMaxVersion: 6 | 7;
  /** Highest version that discovery names for the SYNO.ActiveBackup APIs. */
  readonly backupMaxVersion: 1 | 2;
  /** Under which name a login reply carries the trusted-device token. */
  readonly deviceTokenField: 'did' | 'device_id';
  /** What DSM answers when a login asked for a SynoToken and a later request lacks it. */
  readonly missingTokenCode: 119 | 103;
  /** How a running backup shows in Task.list. */
  readonly runningShows: 'running_task_status' | 'pid' | 'open_result' | 'status_filter';
  /** Which job that goes on stands in `last_result` where open results show: a backup (default), or any. */
  readonly openResults?: 'backups' | 'all_jobs';
  /** How `progress.percentage` is written: 0..1 or 0..100. */
  readonly percentage: 'fraction' | 'percent';
  /** Order of versions, transfers and result rows. */
  readonly listOrder: 'newest_first' | 'oldest_first' | 'shuffled';
  /** Whether numbers in rows are sent as numeric strings. */
  readonly numbersAsStrings: boolean;
  /** What an empty list looks like. */
  readonly emptyList: 'array' | 'null' | 'missing';
  /** Whether live and result data are left out unless their `load_*` flag is sent. */
  readonly loadFlagsMatter: boolean;
  /** What SYNO.Entry.Request does. */
  readonly compound: 'accepted' | 'refused';
  /** Which spelling of a string parameter of a JSON API is accepted. */
  readonly stringParameters: 'both' | 'quoted_only' | 'bare_only';
  /** The content type of replies; `application/json` when absent. */
  readonly contentType?: 'application/json' | 'text/json' | 'text/plain';
  /** Whether the lists of Log say how many rows there are (default). */
  readonly logCounts?: 'sent' | 'missing';
  /** What Log.list_result makes of a `result_id`: one result is asked for, or the parameter is not known. */
  readonly resultLookUp: 'known' | 'ignored';
  /** Whether a dead session shows inside the results of a compound request (default) or refuses all of it. */
  readonly compoundSession?: 'inside' | 'outside';
}
