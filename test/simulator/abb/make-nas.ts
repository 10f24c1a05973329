import assert from 'node:assert/strict';
import { backupApis } from '../../../simulator/abb/index.js';
import { DsmRefusal } from '../../../simulator/api.js';
import type { Parameters } from '../../../simulator/api.js';
import type { Dialect } from '../../../simulator/dialect.js';
import { dialects } from '../../../simulator/dialects.js';
import type { WorldOptions } from '../../../simulator/world/index.js';
import { stage } from '../world/make-world.js';
import type { Stage } from '../world/make-world.js';

/** A JSON object as it comes off the wire. */
export type Json = Readonly<Record<string, unknown>>;

/** A world with the APIs of one dialect in front of it. */
export interface Nas extends Stage {
  /** Calls a method, `Task.list` for example, and answers `data` as a client would parse it. */
  call(name: string, parameters?: Parameters): Json;
  /** Calls a method that has to refuse, and answers code and errors. */
  refusal(name: string, parameters?: Parameters): { code: number; errors?: unknown };
  /** The rows of a list in a reply. */
  rows(name: string, list: string, parameters?: Parameters): Json[];
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a list; fails when it is none. */
export function rowsIn(value: unknown): Json[] {
  assert.ok(Array.isArray(value), 'not a list');
  return value.map((row: unknown) => {
    assert.ok(isJson(row), 'not a row');
    return row;
  });
}

/** An object inside a row; fails when there is none. */
export function part(row: Json | undefined, name: string): Json {
  const value = row?.[name];
  assert.ok(isJson(value), `no ${name}`);
  return value;
}

/** The demo office at noon, seen through `dsm-7.4` with these changes. */
export function nas(changes: Partial<Dialect> = {}, options: Partial<WorldOptions> = {}): Nas {
  const here = stage({ size: 'demo', ...options });
  const dialect = { ...dialects['dsm-7.4'], ...changes };
  const apis = backupApis(here.world, dialect);

  function run(name: string, parameters: Parameters): unknown {
    const [api, methodName] = name.split('.');
    const method = apis[`SYNO.ActiveBackup.${api ?? ''}`]?.methods[methodName ?? ''];
    assert.ok(method !== undefined, `no method ${name}`);
    for (const required of method.required ?? []) {
      if (parameters[required] === undefined)
        throw new DsmRefusal(120, { name: required, reason: 'required' });
    }
    return method.run(parameters, { account: 'admin', dialect, now: here.clock.now() });
  }

  function call(name: string, parameters: Parameters = {}): Json {
    const text = JSON.stringify({ data: run(name, parameters) });
    const reply: unknown = JSON.parse(text);
    assert.ok(isJson(reply));
    return isJson(reply['data']) ? reply['data'] : reply;
  }

  return {
    ...here,
    call,
    rows: (name, list, parameters) => rowsIn(call(name, parameters)[list]),
    refusal(name, parameters = {}) {
      try {
        run(name, parameters);
      } catch (error) {
        if (error instanceof DsmRefusal) return { code: error.code, errors: error.errors };
        throw error;
      }
      assert.fail(`${name} was not refused`);
    },
  };
}

/** The names of an object's fields, in alphabetical order. */
export function fieldsOf(row: Json | undefined): string[] {
  return Object.keys(row ?? {}).sort();
}

/** Words separated by blanks, in alphabetical order. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/).sort();
}
