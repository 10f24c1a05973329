/**
 * Sentences for the rows of Active Backup's logs. DSM sends no text, only a type, an error code and parameters; what
 * the numbers mean is known from Active Backup's own web pages, the wording is ours.
 */
import de from '../../locales/de/log.json';
import enUS from '../../locales/en-US/log.json';
import { Catalogue, currentLanguage, type TextValues } from '../texts/catalogue.js';
import { cutEnd, oneLine } from '../texts/one-line.js';
import { number, row, type Row, string } from './fields.js';

/** What a row of a log says. */
export interface LogRow {
  /** DSM's `log_type`. */
  readonly type: number | null;
  /** DSM's `error_code`; 0 means none. */
  readonly errorCode: number | null;
  /** DSM's `other_params`, over the row's own fields where it has task and device there. */
  readonly params: Row;
}

const catalogue = new Catalogue(enUS, de);

const LONGEST = 300;
const LONGEST_NAME = 60;

/**
 * The sentence for a row, in one line of at most 300 characters. Names and paths stand as DSM sent them unless the
 * sentence would grow too long; what is missing is left out.
 */
export function logText({ type, errorCode, params }: LogRow): string {
  const known = row(params);
  const template = templateOf(type);
  const reason = reasonOf(number(known['fs_error'])) ?? reasonOf(errorCode);
  const sentence = reason === undefined ? `${template}.` : `${template} (__reason__).`;
  const values = { ...valuesOf(known), type: String(type), reason: reason ?? '' };
  const whole = fill(sentence, values);
  return whole.length <= LONGEST ? whole : cutEnd(fill(sentence, shorten(values)), LONGEST);
}

function templateOf(type: number | null): string {
  if (type === null) return catalogue.template('entry.withoutType');
  const key = `type.${SAME_MEANING.get(type) ?? type}`;
  return catalogue.template(catalogue.has(key) ? key : 'entry.unknown');
}

function reasonOf(code: number | null): string | undefined {
  if (code === null || code === 0) return undefined;
  const key = `reason.${code}`;
  return catalogue.has(key) ? catalogue.text(key) : catalogue.text('reason.unknown', { code });
}

/** Other versions of Active Backup have other numbers for some meanings: those on the right read as the left one. */
const SAME_MEANING: ReadonlyMap<number, number> = new Map(
  (
    [
      [1001, [9900]],
      [1002, [9901]],
      [1005, [9902]],
      [1006, [9903]],
      [1007, [9904]],
      [1008, [9905]],
      [1110, [1139, 1140]],
      [1302, [1327]],
      [1303, [1328]],
      [1304, [1329]],
      [1309, [1320]],
      [1310, [1321]],
      [1311, [1322]],
      [1316, [1330]],
      [1317, [1331]],
      [1318, [1332]],
      [1319, [1333]],
      [2004, [2009]],
      [3001, [3076]],
      [3002, [3077]],
      [3008, [3085]],
      [3062, [3086]],
      [3064, [3084]],
      [3066, [3067, 3068, 3073, 3078, 3079, 3080, 3081, 3103, 3104, 3105, 3106]],
      [3121, [3171]],
      [3124, [3172]],
      [4003, [4004]],
      [7004, [7076]],
      [7020, [7077]],
      [7038, [7079]],
      [7039, [7080]],
      [7040, [7081]],
      [7041, [7082]],
      [7042, [7078]],
    ] as const
  ).flatMap(([meaning, codes]) => codes.map((code) => [code, meaning] as const)),
);

/** Where each place of a sentence gets its value: the first of these parameters that is there. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  task: ['task_name', 'task'],
  device: ['device_name', 'device', 'host_name'],
  path: ['path'],
  user: ['user_name', 'user'],
  volume: ['volume_name'],
  disk: ['virtual_disk'],
  share: ['share_name', 'share', 'folder'],
  storage: ['storage', 'share_name'],
  server: ['server', 'vsphere_name', 'hypervisor', 'host_name', 'hostname', 'address'],
  version: ['version_ids', 'version_id', 'version'],
  template: ['task_template'],
  event: ['trigger_event'],
  script: ['script_path'],
  exitCode: ['exit_code'],
  oldName: ['old_name'],
  target: ['dest_device_name'],
  message: ['error_message', 'hypervisor_error_string', 'vddk_error_string', 'message'],
};

function valuesOf(params: Row): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, sources] of Object.entries(SOURCES)) {
    const found = sources.map((source) => shownText(params[source])).find((value) => value !== undefined);
    if (found !== undefined) values[name] = found;
  }
  const speed = speedText(params['speed']);
  if (speed !== undefined) values['speed'] = speed;
  return values;
}

function shownText(value: unknown): string | undefined {
  const shown = Array.isArray(value) ? value.flatMap((item) => string(item) ?? []).join(', ') : string(value);
  const line = oneLine(shown ?? '').trim();
  return line === '' ? undefined : line;
}

/** DSM's speeds are numbers of bytes a second; where it sends a text, that stands as it is. */
function speedText(value: unknown): string | undefined {
  const bytes = number(value);
  if (bytes === null) return shownText(value);
  const megabytes = new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 }).format(
    bytes / 1e6,
  );
  return `${megabytes} MB/s`;
}

/** Fills the places of a sentence. A part in [ ] is left out when one of its places has no value. */
function fill(sentence: string, values: TextValues): string {
  const places = /__(\w+?)__/g;
  const isKnown = (part: string) => [...part.matchAll(places)].every(([, name = '']) => name in values);
  return sentence
    .replace(/\[([^\]]*)\]/g, (_, part: string) => (isKnown(part) ? part : ''))
    .replace(places, (_, name: string) => String(values[name] ?? ''));
}

// The ends of names and paths tell more than their middles.
function shorten(values: TextValues): TextValues {
  const short = (value: string) =>
    value.length <= LONGEST_NAME
      ? value
      : `${cutEnd(value, LONGEST_NAME / 2)}${value.slice(1 - LONGEST_NAME / 2).replace(/^[\uDC00-\uDFFF]/, '')}`;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'reason' ? value : short(String(value))]),
  );
}
