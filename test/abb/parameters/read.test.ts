import assert from 'node:assert/strict';

import { flag, id, name, optional, required, withDefault, word } from '../../../src/abb/parameters/kinds.js';
import {
  checkWindow,
  describe as shorten,
  override,
  readParameters,
} from '../../../src/abb/parameters/read.js';
import { AbbError } from '../../../src/dsm/errors.js';

const now = new Date();

const schema = {
  taskId: required(id),
  kind: optional(word(['a', 'b'])),
  deep: withDefault(flag, false),
};

function refusal(given: Record<string, unknown>): string {
  try {
    readParameters(schema, given, now);
  } catch (error) {
    assert.ok(error instanceof AbbError);
    assert.equal(error.code, 'ABB_BAD_PARAMETER');
    return error.message;
  }
  return assert.fail('was taken');
}

describe('reading parameters', () => {
  it('gives the values that the schema promises', () => {
    const values = readParameters(schema, { taskId: '7', kind: 'b', deep: 'true' }, now);
    assert.deepEqual(values, { taskId: 7, kind: 'b', deep: true });
  });

  for (const nothing of [undefined, null, '']) {
    it(`takes ${JSON.stringify(nothing ?? null)} for "not given"`, () => {
      const values = readParameters(schema, { taskId: 7, kind: nothing, deep: nothing }, now);
      assert.deepEqual(values, { taskId: 7, kind: undefined, deep: false });
      assert.match(refusal({ taskId: nothing }), /"taskId" is missing/);
    });
  }

  it('names an unknown one and lists those that exist', () => {
    assert.match(refusal({ taskId: 7, task: 1 }), /"task".*taskId, kind, deep/);
  });

  it('does not take what every object inherits for a parameter', () => {
    assert.match(refusal(JSON.parse('{"taskId":7,"__proto__":1}') as Record<string, unknown>), /__proto__/);
    assert.match(refusal({ taskId: 7, toString: 1 }), /toString/);
  });

  it('names a wrong one, what came and what is allowed', () => {
    assert.match(refusal({ taskId: 7, kind: 'c' }), /"kind" is "c".*a, b/);
    assert.match(refusal({ taskId: [1, 2] }), /"taskId" is \[1,2\]/);
  });
});

describe('a value in an error sentence', () => {
  it('is short, whatever it is', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    assert.equal(shorten('x'.repeat(1000)).length, 60);
    assert.equal(shorten(circular), 'object');
    assert.equal(
      shorten(() => 1),
      'function',
    );
    assert.equal(shorten(10n), 'bigint');
  });
});

describe('parameters from two places', () => {
  const byName = {
    taskId: optional(id),
    taskName: { ...optional(name), insteadOf: 'taskId' },
    deep: optional(flag),
  };

  it('are put together, and the winner wins', () => {
    assert.deepEqual(override(byName, { taskId: 1, deep: true }, { taskId: 2 }), { taskId: 2, deep: true });
  });

  it('do not contradict each other: a name of the winner drops the id of the loser', () => {
    assert.deepEqual(override(byName, { taskId: 1, deep: true }, { taskName: 'x' }), {
      taskName: 'x',
      deep: true,
    });
    assert.deepEqual(override(byName, { taskName: 'x' }, { taskId: 1 }), { taskId: 1 });
  });

  it('keep what the loser has when the winner gives nothing', () => {
    assert.deepEqual(override(byName, { taskId: 1 }, { taskName: '' }), { taskId: 1, taskName: '' });
  });
});

describe('a window of time', () => {
  it('may be open, or end when it begins', () => {
    checkWindow(undefined, 1);
    checkWindow(1, undefined);
    checkWindow(1, 1);
  });

  it('does not end before it begins', () => {
    assert.throws(() => checkWindow(86_400, 0), /1970-01-02T00:00:00.000Z.*1970-01-01T00:00:00.000Z/);
  });
});
