import type { Caller } from '../../../src/abb/active-backup.js';
import { methodName } from '../../../src/dsm/method.js';
import { type Mutation, mutate } from './mutations.js';
import type { Replies } from './real-replies.js';

// More requests than any operation needs for replies this small: beyond it, one would ask for ever.
const MOST_CALLS = 500;

/** Where the rows of lists are that come in parts. */
const ROWS_IN: Readonly<Record<string, string>> = {
  'SYNO.ActiveBackup.Log.list_log': 'logs',
  'SYNO.ActiveBackup.Log.list_result': 'results',
  'SYNO.ActiveBackup.Log.list_result_detail': 'result_detail_list',
};

/** Answers calls with these replies, each changed in the same way; lists in the parts that are asked for. */
export function mutatedNas(
  replies: Replies,
  changes: readonly Mutation[],
): Caller & { readonly actions: number } {
  const mutated = new Map<string, unknown>();
  let calls = 0;
  let actions = 0;
  return {
    get actions() {
      return actions;
    },
    call(method, parameters) {
      calls += 1;
      if (calls > MOST_CALLS) throw new Error('asks for ever');
      if (method.effect === 'action') actions += 1;
      const name = methodName(method);
      if (!mutated.has(name)) mutated.set(name, mutate(replies[name], changes));
      return Promise.resolve(part(mutated.get(name), ROWS_IN[name], parameters));
    },
  };
}

function part(
  reply: unknown,
  rowsIn: string | undefined,
  { offset, limit }: Record<string, unknown>,
): unknown {
  if (rowsIn === undefined || typeof offset !== 'number' || typeof limit !== 'number') return reply;
  if (typeof reply !== 'object' || reply === null) return reply;
  const rows: unknown = Reflect.get(reply, rowsIn);
  return Array.isArray(rows) ? { ...reply, [rowsIn]: rows.slice(offset, offset + limit) } : reply;
}
