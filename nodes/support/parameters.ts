import type { Node, NodeAPI, NodeMessage } from 'node-red';

import { describe, type Given, override, type Schema } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';

/** A message that may carry parameters of its own. */
export interface AbbMessage extends NodeMessage {
  params?: unknown;
  abb?: unknown;
}

/** What the dialog of a node stored, by name; a field's type stands under its name and `Type`. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Collects the parameters of an operation: what the message names wins over the fields of the node. Both are only
 * collected here; whether they make sense is the operation's to judge.
 * @param msg what fields of type `msg` and JSONata expressions look at
 * @param fromMessage the parameters that the message brings along
 */
export async function collectParameters(
  RED: NodeAPI,
  node: Node,
  settings: Fields,
  schema: Schema,
  msg: AbbMessage,
  fromMessage: Given,
): Promise<Given> {
  const fields: Record<string, unknown> = {};
  const pending: Promise<void>[] = [];
  for (const name of Object.keys(schema)) {
    if (Object.hasOwn(fromMessage, name)) continue;
    const value = evaluateField(RED, node, settings, name, msg);
    if (value instanceof Promise) pending.push(value.then((found) => void (fields[name] = found)));
    else fields[name] = value;
  }
  // Most fields are fixed; waiting for none costs a message nothing.
  if (pending.length > 0) await Promise.all(pending);
  return override(schema, fields, fromMessage);
}

/** The parameters that a message brings along; `msg.params` counts only when it is an object. */
export function messageParameters({ params }: AbbMessage): Given {
  return isParameters(params) ? params : {};
}

/** Takes from a message the parameters that it brought along; a `msg.params` that held none is somebody else's. */
export function consumeParameters(msg: AbbMessage): void {
  if (isParameters(msg.params)) delete msg.params;
}

function isParameters(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The property of a node that holds the field of a parameter. Under `status` the editor keeps what the node shows,
 * and would store that at the next deploy.
 */
function fieldOf(parameter: string): string {
  return parameter === 'status' ? 'statusFilter' : parameter;
}

// Types whose text the parameters themselves can read: `str`, `num` and `bool` as Node-RED calls them, and choices.
const FIXED: ReadonlySet<string> = new Set(['str', 'num', 'bool', 'word']);

/** The value of one field, or a promise of it. A blank one is not given, one without a type is a value as it stands. */
function evaluateField(RED: NodeAPI, node: Node, fields: Fields, name: string, msg: AbbMessage): unknown {
  const field = fieldOf(name);
  const value = fields[field];
  const type = fields[`${field}Type`];
  if (typeof value !== 'string' || value === '' || typeof type !== 'string' || FIXED.has(type)) return value;
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type, node, msg, (error, result: unknown) => {
      if (error) reject(error);
      else resolve(result);
    });
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : describe(error);
    throw new AbbError('ABB_BAD_PARAMETER', 'parameter.unreadable', { name, type, value, reason });
  });
}
