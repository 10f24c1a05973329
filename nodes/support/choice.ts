import type { Operation } from '../../src/abb/operation.js';
import { required, word } from '../../src/abb/parameters/kinds.js';
import { type Given, readParameters, type Schema } from '../../src/abb/parameters/read.js';

/** The operations of a node that can do several things. Which one is a parameter itself, named `operation`. */
export interface Choice<R> {
  readonly among: Readonly<Record<string, Operation<Schema, R>>>;
}

/** The operation that a message means. */
export interface Chosen<O> {
  readonly operation: O;
  /** What the message brings along, without the name of the operation. */
  readonly params: Given;
  /**
   * Whether the node is set to it. Only then its fields were filled in for it: those of another operation are hidden
   * in the dialog, with a default or with what was typed there before, which nobody meant for this one.
   */
  readonly isSetting: boolean;
}

/**
 * Finds the operation that is meant, and takes its name out of the parameters.
 * @param setting the operation that the node is set to
 * @throws AbbError ABB_BAD_PARAMETER for one that does not exist
 */
export function chooseOperation<R>(
  { among }: Choice<R>,
  setting: unknown,
  params: Given,
): Chosen<Operation<Schema, R>> {
  const { operation: named = setting, ...others } = params;
  const schema = { operation: required(word(Object.keys(among))) };
  const { operation } = readParameters(schema, { operation: named }, new Date());
  const chosen = among[operation];
  // The kind `word` lets only the keys through.
  if (!chosen) throw new TypeError(operation);
  return { operation: chosen, params: others, isSetting: operation === setting };
}
