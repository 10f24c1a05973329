import assert from 'node:assert/strict';

import fc from 'fast-check';

import { readParameters } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';
import type { WireParameters } from '../../src/dsm/method.js';
import { ActiveBackup } from '../../src/index.js';
import { fuzz } from './support/fuzz.js';
import { oddNumber, oddText } from './support/odd-values.js';
import { allOperations, operationNamed, recordReplies, type Replies } from './support/real-replies.js';

/** Anything that a flow can hand over: JavaScript values, not only JSON. */
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  oddNumber,
  oddText,
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
    withBoxedValues: true,
  }),
  fc.date({ noInvalidDate: false }),
);

/** Values that some parameter would take, alone and in lists. */
const likelyValue: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  ...[1, 2, '1', ' 2 ', '+3', '1.0', [1, 2], ['1', 1], [], [[1]], [undefined], true, 'false', 'all', 'pc'],
  ...['success', 'backup', 'error', 'get', 'ASC', '24h', '1.5d', '2025-01-01', '2025-13-45', 1_741_946_267],
  ...['192.168.0.1', '192.168.0.256', 'Task 1', ['Task 1', 'Task 2'], 'Task', new Date(0), new Date(NaN)],
  ...[
    '9'.repeat(400),
    '30d',
    'Europe/Berlin',
    'Mars/Base',
    { all: 48, tasks: { a: '3d' } },
    'overview,strips',
  ],
  ...[23, 24, 59, 60, 0, -1, 1e6, null, '', undefined],
);

/** Parameters of an operation: some of its own, at times one that it does not have. */
const anyCase = fc.constantFrom(...allOperations.map(({ name }) => name)).chain((operation) => {
  const names = Object.keys(operationNamed(operation).parameters);
  const name = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...(names.length > 0 ? names : ['taskId'])) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'unknown', 'taskID') },
  );
  const given = fc.dictionary(
    name,
    fc.oneof({ weight: 2, arbitrary: likelyValue }, { weight: 1, arbitrary: anyValue }),
    { maxKeys: 8 },
  );
  return fc.record({ operation: fc.constant(operation), given });
});

describe('parameters of any kind', () => {
  let replies: Replies = {};

  before(async function () {
    this.timeout(60_000);
    replies = await recordReplies('dsm-7.4');
  });

  fuzz('are values that make sense, or ABB_BAD_PARAMETER', 0.2, anyCase, ({ operation, given }) => {
    const schema = operationNamed(operation).parameters;
    try {
      const values = readParameters(schema, given, new Date());
      for (const [name, { kind, required }] of Object.entries(schema)) {
        assert.ok(!required || values[name] !== undefined, `${name} is missing`);
        if (values[name] !== undefined) checkValue(kind.name, values[name], kind.words);
      }
    } catch (error) {
      checkRefusal(error);
      assert.equal((error as AbbError).code, 'ABB_BAD_PARAMETER');
    }
  });

  fuzz(
    'that make no sense send nothing; others send what can be written down',
    0.15,
    anyCase,
    async ({ operation, given }) => {
      const sent: WireParameters[] = [];
      let actions = 0;
      const backup = new ActiveBackup({
        call: (method, parameters) => {
          sent.push(parameters);
          if (method.effect === 'action') actions += 1;
          return Promise.resolve(replies[`${method.api}.${method.method}`]);
        },
      });
      const quick = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'wait'));
      try {
        await backup.run(operationNamed(operation), quick, { deletion: { armed: true, dryRun: false } });
      } catch (error) {
        checkRefusal(error);
        assert.equal(actions, 0, 'nothing is done by an operation that fails');
        if ((error as AbbError).textKey.startsWith('parameter.')) assert.deepEqual(sent, []);
      }
      for (const parameters of sent) checkWire(parameters, '');
    },
  );
});

/** What each kind promises, in words of the documentation. */
function checkValue(kind: string, value: unknown, words: readonly string[] | undefined): void {
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) >= 1;
  const isName = (name: unknown) => typeof name === 'string' && name !== '';
  const items = Array.isArray(value) ? Array.from<unknown>(value) : [value];
  const isList = (holds: (item: unknown) => boolean) =>
    Array.isArray(value) && items.length > 0 && new Set(items).size === items.length && items.every(holds);
  const promises: Readonly<Record<string, boolean>> = {
    id: isId(value),
    ids: isList(isId),
    name: isName(value),
    names: isList(isName),
    text: typeof value === 'string',
    boolean: typeof value === 'boolean',
    integer: Number.isSafeInteger(value),
    number: Number.isFinite(value),
    limit: value === 'all' || isId(value),
    word: words?.some((word) => word === value) ?? false,
    time: Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 8.64e12,
    days: Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 365,
    'time zone': typeof value === 'string' && isTimeZone(value),
    'max age': isMaxAge(value),
    views: Array.isArray(value) && items.every((item) => words?.includes(String(item)) === true),
    confirmation: items.every((item) => ['string', 'number'].includes(typeof item)),
  };
  assert.equal(promises[kind], true, `${kind}: ${JSON.stringify(value)}`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

type Ages = Readonly<Record<string, unknown>>;

/** Hours for all, and by the names of tasks and devices. */
function isMaxAge(value: unknown): boolean {
  const {
    all,
    tasks = {},
    devices = {},
  } = value as Partial<Record<'tasks' | 'devices', Ages>> & { all?: unknown };
  const named = [...Object.values(tasks), ...Object.values(devices)];
  const hours = all === undefined ? named : [...named, all];
  return hours.every((age) => Number.isFinite(age) && Number(age) > 0);
}

/** A refusal is one of ours, and can be shown: one line of bearable length without half characters. */
function checkRefusal(error: unknown): void {
  if (!(error instanceof AbbError)) throw error;
  assert.ok(error.message.length > 0 && error.message.length <= 2000, error.message);
  assert.doesNotMatch(error.message, /[\p{Cc}\u2028\u2029]/u);
  assert.doesNotMatch(error.message, /\p{Surrogate}/u);
}

/** Whether DSM can be told these: nothing that JSON would lose. */
function checkWire(value: unknown, path: string): void {
  if (typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    assert.ok(Number.isFinite(value), path);
    return;
  }
  assert.ok(typeof value === 'object' && value !== null, `${path} is ${String(value)}`);
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  assert.ok(isPlain, path);
  const items: [string, unknown][] = Array.isArray(value)
    ? Array.from(value, (item: unknown, index) => [String(index), item])
    : Object.entries(value);
  for (const [name, item] of items) checkWire(item, `${path}.${name}`);
}
