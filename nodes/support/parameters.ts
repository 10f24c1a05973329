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

/** The fields of a node that an operation takes, as they stay from one message to the next. */
export interface PreparedFields {
  readonly schema: Schema;
  /** What the dialog itself gives. */
  readonly fixed: Given;
  /** What has to be looked up for each message. */
  readonly live: readonly LiveField[];
}

/** A field that says where its value comes from: a message, a context, the environment, an expression. */
interface LiveField {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** Tells apart, once for all messages, what a node gives and what it looks up. */
export function prepareFields(settings: Fields, schema: Schema): PreparedFields {
  const fixed: Record<string, unknown> = {};
  const live: LiveField[] = [];
  for (const name of Object.keys(schema)) {
    const field = fieldOf(name);
    const value = settings[field];
    const source = liveField(name, value, settings[`${field}Type`]);
    if (source) live.push(source);
    else if (value !== undefined) fixed[name] = value;
  }
  return { schema, fixed, live };
}

/**
 * Collects the parameters of an operation: what the message names wins over the fields of the node. Both are only
 * collected here; whether they make sense is the operation's to judge.
 * @param msg what fields of type `msg` and JSONata expressions look at
 * @param fromMessage the parameters that the message brings along
 */
export async function collectParameters(
  RED: NodeAPI,
  node: Node,
  { schema, fixed, live }: PreparedFields,
  msg: AbbMessage,
  fromMessage: Given,
): Promise<Given> {
  const wanted = live.filter(({ name }) => !Object.hasOwn(fromMessage, name));
  // Most fields are fixed; waiting for none costs a message nothing.
  if (wanted.length === 0) return override(schema, fixed, fromMessage);
  const found = await Promise.all(wanted.map((field) => lookUp(RED, node, field, msg)));
  const fields = { ...fixed, ...Object.fromEntries(wanted.map(({ name }, index) => [name, found[index]])) };
  return override(schema, fields, fromMessage);
}

/** The parameters that a message brings along; `msg.params` counts only when it is an object. */
export function messageParameters({ params }: AbbMessage): Given {
  return isParameters(params) ? params : {};
}

/**
 * Takes from a message that is answered, or its copy, the parameters that it brought along; a `msg.params` that held
 * none is somebody else's. One that fails keeps them, so that a flow can send it through the same node again.
 */
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

// "Now" as the editor stores it: its value is blank.
const TIMESTAMP = 'date';

/** A field that has to be looked up. A blank one is not given, one without a type is a value as it stands. */
function liveField(name: string, value: unknown, type: unknown): LiveField | undefined {
  if (typeof value !== 'string' || typeof type !== 'string' || FIXED.has(type)) return undefined;
  if (value === '' && type !== TIMESTAMP) return undefined;
  return { name, value, type };
}

function lookUp(
  RED: NodeAPI,
  node: Node,
  { name, value, type }: LiveField,
  msg: AbbMessage,
): Promise<unknown> {
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
