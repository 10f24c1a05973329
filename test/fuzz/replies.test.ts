import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { ListOperation } from '../../src/abb/list-operation.js';
import type { Operation } from '../../src/abb/operation.js';
import { AbbError } from '../../src/dsm/errors.js';
import { ActiveBackup } from '../../src/index.js';
import { everyDialect } from '../support/dialects.js';
import { anyList, anyReply } from '../support/replies.js';
import { resultShapes } from './support/contract.js';
import { fuzz } from './support/fuzz.js';
import { mutatedNas } from './support/mutated-nas.js';
import { CANARY, mutations } from './support/mutations.js';
import {
  allOperations,
  operationNamed,
  recordReplies,
  type Replies,
  usualParameters,
} from './support/real-replies.js';

const ARMED = { deletion: { armed: true, dryRun: false } };

describe('replies of a NAS, changed at random places', () => {
  let recorded: readonly Replies[] = [];

  before(async function () {
    this.timeout(60_000);
    recorded = await Promise.all(everyDialect.map(({ dialect }) => recordReplies(dialect)));
  });

  const dialect = fc.nat({ max: everyDialect.length - 1 });
  const name = fc.constantFrom(...allOperations.map((operation) => operation.name));

  fuzz(
    'become results of the promised shape, or an AbbError',
    0.3,
    fc.tuple(dialect, name, mutations),
    async ([which, name, changes]) => {
      const operation = operationNamed(name);
      const nas = mutatedNas(recorded[which] ?? {}, changes);
      await orAbbError(async () => {
        const given = usualParameters[operation.name] ?? {};
        checkResult(operation, (await new ActiveBackup(nas).run(operation, given, ARMED)).result);
      });
    },
  );

  fuzz(
    'have no secrets left when they are wanted raw',
    0.15,
    fc.tuple(dialect, name, mutations),
    async ([which, name, changes]) => {
      const operation = operationNamed(name);
      const nas = mutatedNas(recorded[which] ?? {}, changes);
      await orAbbError(async () => {
        const given = usualParameters[operation.name] ?? {};
        checkNoSecret((await new ActiveBackup(nas).runRaw(operation, given, ARMED)).result);
      });
    },
  );

  fuzz(
    'come page by page in the same shapes, and end',
    0.1,
    fc.tuple(
      dialect,
      fc.constantFrom(...allOperations.filter(isList).map((list) => list.name)),
      mutations,
      fc.constantFrom('raw', 'normalised'),
    ),
    async ([which, name, changes, output]) => {
      const operation = operationNamed(name);
      assert.ok(isList(operation));
      const nas = mutatedNas(recorded[which] ?? {}, changes);
      await orAbbError(async () => {
        const given = usualParameters[operation.name] ?? {};
        for await (const { result, about } of new ActiveBackup(nas).pages(operation, given, { output })) {
          if (output === 'normalised') checkResult(operation, result);
          checkNoSecret(result);
          assert.ok(Number.isFinite(about.count) && Number.isFinite(about.total));
        }
      });
    },
  );
});

describe('replies of any content', () => {
  fuzz(
    'become results of the promised shape, or an AbbError',
    0.05,
    fc.tuple(
      fc.constantFrom(...allOperations.map((operation) => operation.name)),
      fc.oneof(anyList, anyReply),
      fc.oneof(anyList, anyReply),
    ),
    async ([name, ...replies]) => {
      const operation = operationNamed(name);
      let calls = 0;
      const call = () => Promise.resolve(replies[calls++ % replies.length]);
      await orAbbError(async () => {
        const given = usualParameters[operation.name] ?? {};
        checkResult(operation, (await new ActiveBackup({ call }).run(operation, given, ARMED)).result);
      });
    },
  );
});

function checkResult(operation: Operation, result: unknown): void {
  const check = resultShapes[operation.name];
  assert.ok(check, operation.name);
  check(result, operation.name);
  checkNoSecret(result);
}

/** A secret would show in the message as JSON, and so would everything that JSON cannot hold by failing. */
function checkNoSecret(result: unknown): void {
  const shown = JSON.stringify(result) as string | undefined;
  assert.ok(!shown?.includes(CANARY), `a secret: ${shown ?? ''}`);
}

async function orAbbError(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof AbbError)) throw error;
    assert.ok(!error.message.includes(CANARY), error.message);
  }
}

function isList(operation: Operation): operation is ListOperation {
  return 'pages' in operation;
}
