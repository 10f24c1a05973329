import type { OutcomeWord } from '../../../src/abb/words.js';
import { addDays, localTime } from './local-time.js';
import { fail } from './scenario.js';

/** A run of a written history. Times are epoch milliseconds. */
export interface WrittenRun {
  readonly outcome: OutcomeWord;
  /** When it truly began, and what the NAS has noted. */
  readonly start: number;
  readonly stampedStart: number;
  readonly stampedEnd: number | null;
}

const OUTCOMES: Readonly<Record<string, OutcomeWord>> = {
  S: 'success',
  P: 'partial_success',
  F: 'fail',
  C: 'cancel',
  N: 'no_backup',
  R: 'running',
};

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: HOUR, d: 24 * HOUR };

/**
 * Reads a history. It consists of parts, separated by commas:
 * - a strip such as `SS.SF.`: one day per letter, the last is today; the runs begin at `time` and take an hour
 * - `S 5h`: a run of an hour that ended so long ago; `R 5h` one that began then and still runs
 * - `F 5h (no end)`: one that began then and failed, without a time of its end
 * - `S 5h (noted +3d)`: the NAS has noted an end three days from now, `-` before now
 * - `S 4d to 5h every 1h`: many of them, of half an hour each
 * - `none`
 */
export function readHistory(text: string, now: number, time: string, timeZone: string): WrittenRun[] {
  if (text === 'none') return [];
  return text.split(/,\s*/).flatMap((part) => readPart(part, now, time, timeZone));
}

function readPart(part: string, now: number, time: string, timeZone: string): WrittenRun[] {
  if (/^[SPFCN.]+$/.test(part)) return readStrip(part, now, time, timeZone);
  const many = /^(\w) (\w+) to (\w+) every (\w+)$/.exec(part);
  if (many) return readSeries(many, now);
  const endless = /^(\w) (\w+) \(no end\)$/.exec(part);
  if (endless) return [withoutEnd(endless, now)];
  const [, letter = '', age = '', sign, away] =
    /^(\w) (\d+[mhd])(?: \(noted ([+-])(\d+[mhd])\))?$/.exec(part) ?? fail(part);
  const moment = now - span(age);
  const noted = away === undefined ? moment : now + (sign === '-' ? -1 : 1) * span(away);
  return [written(letter, moment, noted, HOUR)];
}

function readStrip(strip: string, now: number, time: string, timeZone: string): WrittenRun[] {
  const today = new Date(now).toLocaleDateString('sv-SE', { timeZone });
  return Array.from(strip).flatMap((letter, index) => {
    if (letter === '.') return [];
    const end = localTime(addDays(today, index - strip.length + 1), time, timeZone) + HOUR;
    if (end > now) fail(`${strip}: today's run has not ended yet`);
    return [written(letter, end, end, HOUR)];
  });
}

function readSeries(
  [, letter = '', from = '', to = '', step = '']: RegExpExecArray,
  now: number,
): WrittenRun[] {
  const runs = [];
  for (let end = now - span(from); end <= now - span(to); end += span(step)) {
    runs.push(written(letter, end, end, HOUR / 2));
  }
  return runs;
}

function withoutEnd([, letter = '', age = '']: RegExpExecArray, now: number): WrittenRun {
  const start = now - span(age);
  return { outcome: OUTCOMES[letter] ?? fail(letter), start, stampedStart: start, stampedEnd: null };
}

function written(letter: string, end: number, notedEnd: number, length: number): WrittenRun {
  const outcome = OUTCOMES[letter] ?? fail(letter);
  if (outcome === 'running') return { outcome, start: end, stampedStart: notedEnd, stampedEnd: null };
  return { outcome, start: end - length, stampedStart: notedEnd - length, stampedEnd: notedEnd };
}

function span(text: string): number {
  return Number.parseInt(text) * (UNITS[text.slice(-1)] ?? fail(text));
}
