import assert from 'node:assert/strict';

import { type JournalCall, type Simulator, startSimulator } from '../../simulator/index.js';
import { ActiveBackup } from '../../src/abb/active-backup.js';
import type { Operation } from '../../src/abb/operation.js';
import { allowedMethods, operations } from '../../src/abb/operations/index.js';
import { AbbError } from '../../src/dsm/errors.js';
import { DsmSession } from '../../src/dsm/session.js';
import { assertKnownMethods } from '../support/known-methods.js';
import { sessionOptions } from '../support/nas.js';
import * as actions from './cases/actions.js';
import * as health from './cases/health.js';
import * as history from './cases/history.js';
import * as lists from './cases/lists.js';
import * as logs from './cases/logs.js';
import * as settings from './cases/settings.js';
import * as tasks from './cases/tasks.js';
import type { BadCase, ExpectedCall, OperationName, WireTable } from './wire-case.js';

const ABB = 'SYNO.ActiveBackup.';
const tables: readonly WireTable[] = [tasks, lists, logs, health, history, settings, actions].flatMap(
  (file) =>
    Object.values(file).filter((entry): entry is WireTable => typeof entry === 'object' && 'good' in entry),
);
const goodCases = tables.flatMap(({ good }) => good);
const badCases = tables.flatMap(({ bad }) => bad);

/** Fields that say which method is meant; all others are its parameters. */
const ENVELOPE = ['api', 'method', 'version'];

describe('on the wire', () => {
  let nas: Simulator;
  let session: DsmSession;
  let backup: ActiveBackup;

  before(async () => {
    nas = await startSimulator({ size: { tasks: 5, scheduled: false }, speed: 0 });
    // Nothing changes while the cases are played, so that none depends on another.
    for (const method of ['backup', 'cancel', 'remove']) accept('Task', method);
    accept('Version', 'delete');
    answer('Version', 'list', { total: 3, versions: [11, 12, 13].map((id) => ({ version_id: id })) });
    session = new DsmSession(sessionOptions(nas, { methods: allowedMethods }));
  });

  beforeEach(() => {
    backup = new ActiveBackup(session);
    nas.journal.clear();
  });

  after(async () => {
    await session.close();
    await nas.close();
    assert.deepEqual(nas.internalErrors, []);
    assertKnownMethods(nas);
  });

  function accept(api: string, method: string): void {
    answer(api, method, undefined);
  }

  function answer(api: string, method: string, data: unknown): void {
    const body = JSON.stringify({ success: true, data });
    nas.faults.add({ kind: 'body', body, api: ABB + api, method, times: Infinity });
  }

  function run(operation: OperationName, given: Readonly<Record<string, unknown>>): Promise<unknown> {
    const declared: Operation = operations[operation];
    return backup.run(declared, given, { deletion: { armed: true, dryRun: false } });
  }

  for (const { operation, given, sends } of goodCases) {
    it(`${operation} ${shown(given)} sends ${sends.map(shownCall).join(', then ')}`, async () => {
      const begin = seconds();
      await run(operation, given);
      const end = seconds();
      const received = nas.journal.calls().filter(({ api }) => api?.startsWith(ABB));
      assert.deepEqual(
        received.map(methodOf),
        sends.map(([method]) => method),
      );
      received.forEach((call, index) => {
        const [, texts] = sends[index] ?? ['', {}];
        checkEnvelope(call);
        checkEncoding(call);
        assert.deepEqual(sorted(textsOf(call)), sorted(inTime(texts, textsOf(call), begin, end)));
      });
    });
  }

  for (const { operation, given, names } of badCases) {
    it(`${operation} ${shown(given)} sends nothing, and the error names ${names}`, async () => {
      await refusedFor(operation, given, names);
      assert.deepEqual(nas.journal.entries, []);
    });
  }

  it('is a window of the last 24 hours computed for each call', async () => {
    const begin = seconds();
    await run('transfers', {});
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await run('transfers', {});
    const ends = nas.journal.calls(`${ABB}Overview`).map(({ parameters }) => Number(parameters['time_end']));
    const starts = nas.journal
      .calls(`${ABB}Overview`)
      .map(({ parameters }) => Number(parameters['time_start']));
    assert.deepEqual(
      ends.map((end, index) => end - (starts[index] ?? 0)),
      [86_400, 86_400],
    );
    assert.ok((ends[1] ?? 0) > (ends[0] ?? 0) && (ends[0] ?? 0) >= begin);
  });

  it('has its fields in a form in the body: none in the URL, and no secret beside them', async () => {
    await run('tasks', {});
    const [call] = nas.journal.calls(`${ABB}Task`, 'list');
    assert.equal(call?.request.httpMethod, 'POST');
    assert.equal(call.request.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual(call.request.query, {});
    assert.ok(!/_sid|SynoToken|passwd/i.test(call.request.body));
  });

  async function refusedFor(operation: OperationName, given: BadCase['given'], names: string): Promise<void> {
    await assert.rejects(run(operation, given), (error) => {
      assert.ok(error instanceof AbbError, String(error));
      assert.equal(error.code, 'ABB_BAD_PARAMETER');
      assert.ok(error.message.includes(names), error.message);
      return true;
    });
  }
});

describe('the table of wire cases', () => {
  it('has at least 150 cases that send something, and at least 100 that must not', () => {
    assert.ok(goodCases.length >= 150, `${goodCases.length} cases`);
    assert.ok(badCases.length >= 100, `${badCases.length} bad cases`);
  });

  it('has cases of every operation, and every parameter of it in one that is sent', () => {
    for (const [name, { parameters }] of Object.entries(operations)) {
      const own = goodCases.filter(({ operation }) => operation === name);
      assert.ok(own.length > 0, name);
      const used = new Set(own.flatMap(({ given }) => Object.keys(given)));
      assert.deepEqual(
        Object.keys(parameters).filter((parameter) => !used.has(parameter)),
        [],
        name,
      );
    }
  });

  it('has no case twice', () => {
    const lines = [...goodCases, ...badCases].map(({ operation, given }) => operation + shown(given));
    assert.deepEqual(
      lines.filter((line, index) => lines.indexOf(line) !== index),
      [],
    );
  });
});

function checkEnvelope({ version, request }: JournalCall): void {
  assert.equal(version, '1');
  assert.equal(request.path, '/webapi/entry.cgi');
  assert.equal(request.httpMethod, 'POST');
  assert.deepEqual(request.query, {});
}

/** JSON, written once and tightly: a text in it is no JSON again, and nothing is spelt as another language would. */
function checkEncoding(call: JournalCall): void {
  for (const [name, text] of Object.entries(textsOf(call))) {
    assert.equal(text, JSON.stringify(JSON.parse(text)), name);
    // A call that was answered without being run was not decoded either.
    if (call.ran) assert.deepEqual(JSON.parse(text), call.parameters[name], name);
  }
}

function textsOf({ request }: JournalCall): Record<string, string> {
  const form = [...new URLSearchParams(request.body)];
  assert.equal(new Set(form.map(([name]) => name)).size, form.length, 'no field comes twice');
  return Object.fromEntries(form.filter(([name]) => !ENVELOPE.includes(name)));
}

/** The texts with each `<now-n>` replaced by what came, where that lies in the seconds of the call. */
function inTime(
  texts: Readonly<Record<string, string>>,
  received: Readonly<Record<string, string>>,
  begin: number,
  end: number,
): Record<string, string> {
  const resolved = Object.entries(texts).map(([name, text]) => {
    const written = received[name] ?? '';
    const candidates = Array.from({ length: end - begin + 1 }, (_, late) => replaceAges(text, begin + late));
    return [name, candidates.find((candidate) => candidate === written) ?? candidates[0]];
  });
  return Object.fromEntries(resolved) as Record<string, string>;
}

function replaceAges(text: string, now: number): string {
  return text.replace(/<now-(-?\d+)>/g, (_, age: string) => String(now - Number(age)));
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The texts by name, with the names inside of objects sorted too: their order means nothing. */
function sorted(texts: Readonly<Record<string, string>>): [string, unknown][] {
  return Object.entries(texts)
    .map(([name, text]): [string, unknown] => [name, JSON.parse(text)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function methodOf({ api = '', method = '' }: JournalCall): string {
  return `${api.slice(ABB.length)}.${method}`;
}

function shown(given: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(given).map(([name, value]) => `${name}: ${inWords(value)}`);
  return entries.length === 0 ? '(nothing)' : `{ ${entries.join(', ')} }`;
}

function inWords(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : `date ${value.toISOString()}`;
  if (typeof value === 'number') return String(value);
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function shownCall([method, texts]: ExpectedCall): string {
  const fields = Object.entries(texts).map(([name, text]) => `${name}=${text}`);
  return [method, ...fields].join(' ');
}
