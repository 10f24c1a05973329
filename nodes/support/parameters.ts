import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';

import { type Given, override, type Schema } from '../../src/abb/parameters/read.js';

/** A message that may carry parameters of its own. */
export interface AbbMessage extends NodeMessage {
  params?: unknown;
  abb?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Collects the parameters of an operation: what `msg.params` names wins over the fields of the node. Both are only
 * collected here; whether they make sense is the operation's to judge.
 */
export async function collectParameters(
  RED: NodeAPI,
  node: Node,
  config: NodeDef,
  schema: Schema,
  msg: AbbMessage,
): Promise<Given> {
  const fromMessage = isParameters(msg.params) ? msg.params : {};
  const names = Object.keys(schema).filter((name) => !Object.hasOwn(fromMessage, name));
  const fields = await Promise.all(
    names.map(async (name) => [name, await evaluateField(RED, node, fieldsOf(config), name, msg)] as const),
  );
  return override(schema, Object.fromEntries(fields), fromMessage);
}

function isParameters(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(config: NodeDef): Fields {
  return { ...config };
}

/** The value of one field; a blank one is not given, and one without a type is a value as it stands. */
function evaluateField(RED: NodeAPI, node: Node, fields: Fields, name: string, msg: AbbMessage): unknown {
  const value = fields[name];
  const type = fields[`${name}Type`];
  if (typeof value !== 'string' || value === '' || typeof type !== 'string') return value;
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type, node, msg, (error, result: unknown) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
