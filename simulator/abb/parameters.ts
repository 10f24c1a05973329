/**
 * Reading the parameters of a call as strictly as the reference describes them, so that a client that
 * misunderstands a type is refused (120 `{ name, reason }`) instead of being understood by luck.
 */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';

function malformed(name: string, reason = 'type'): DsmRefusal {
  return new DsmRefusal(120, { name, reason });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** An integer, or `undefined` when it is not there. */
export function optionalInteger(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (!isInteger(value)) throw malformed(name);
  return value;
}

/** An integer that has to be there. */
export function integer(parameters: Parameters, name: string): number {
  const value = optionalInteger(parameters, name);
  if (value === undefined) throw malformed(name, 'required');
  return value;
}

/** An id; -1 stands for "all" and reads as `undefined`. */
export function optionalId(parameters: Parameters, name: string): number | undefined {
  const value = optionalInteger(parameters, name);
  return value === -1 ? undefined : value;
}

/** A list of integers with at least one element. */
export function integers(parameters: Parameters, name: string): number[] {
  const value = optionalIntegers(parameters, name);
  if (value === undefined) throw malformed(name, 'required');
  if (value.length === 0) throw malformed(name, 'condition');
  return value;
}

/** A list of integers, or `undefined` when it is not there. */
export function optionalIntegers(parameters: Parameters, name: string): number[] | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw malformed(name);
  return value.map((item: unknown) => {
    if (!isInteger(item)) throw malformed(name);
    return item;
  });
}

/** One integer or a list of them, as `task_id` and `job_action` in a filter. */
export function integerOrIntegers(parameters: Parameters, name: string): number[] | undefined {
  if (Array.isArray(parameters[name])) return optionalIntegers(parameters, name);
  const single = optionalId(parameters, name);
  return single === undefined ? undefined : [single];
}

/** A flag; `false` when it is not there. */
export function flag(parameters: Parameters, name: string): boolean {
  return optionalFlag(parameters, name) ?? false;
}

export function optionalFlag(parameters: Parameters, name: string): boolean | undefined {
  const value = parameters[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'boolean') throw malformed(name);
  return value;
}

/** A text; `undefined` when it is not there or empty. */
export function optionalText(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw malformed(name);
  return value;
}

/** One of the words, or the first of them when it is not there. */
export function word<W extends string>(parameters: Parameters, name: string, words: readonly [W, ...W[]]): W {
  const value = optionalWord(parameters, name, words);
  return value ?? words[0];
}

export function optionalWord<W extends string>(
  parameters: Parameters,
  name: string,
  words: readonly W[],
): W | undefined {
  const value = optionalText(parameters, name);
  if (value === undefined) return undefined;
  const known = words.find((candidate) => candidate === value);
  if (known === undefined) throw malformed(name, 'condition');
  return known;
}

/** An object inside the parameters, such as `filter`; empty when it is not there. */
export function record(parameters: Parameters, name: string): Parameters {
  const value = parameters[name];
  if (value === undefined) return {};
  if (!isRecord(value)) throw malformed(name);
  return value;
}

/** A list of objects, such as `settings`. */
export function records(parameters: Parameters, name: string): Parameters[] {
  const value = parameters[name];
  if (!Array.isArray(value)) throw malformed(name);
  return value.map((item: unknown) => {
    if (!isRecord(item)) throw malformed(name);
    return item;
  });
}

/** `offset` and `limit`; a limit of 0 or below, or none at all, gives `usual`. */
export function paging(parameters: Parameters, usual: number): { offset: number; limit: number } {
  const offset = optionalInteger(parameters, 'offset') ?? 0;
  const limit = optionalInteger(parameters, 'limit') ?? 0;
  return { offset: Math.max(0, offset), limit: limit <= 0 ? usual : limit };
}

/** A moment in a filter (seconds since the epoch); 0 stands for "no limit". */
export function optionalMoment(parameters: Parameters, name: string): number | undefined {
  const value = optionalInteger(parameters, name);
  return value === 0 ? undefined : value;
}
