import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';

import type { ActiveBackup, Completed, RunOptions } from '../../src/abb/active-backup.js';
import type { ListOperation } from '../../src/abb/list-operation.js';
import type { Operation } from '../../src/abb/operation.js';
import type { Given, Schema } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';
import { OwnWithdrawal } from '../../src/dsm/withdrawal.js';
import { text } from '../../src/texts/texts.js';
import { type Choice, chooseOperation, type Chosen } from './choice.js';
import { isTrue } from './flags.js';
import {
  type AbbMessage,
  collectParameters,
  consumeParameters,
  messageParameters,
  prepareFields,
  type PreparedFields,
} from './parameters.js';
import { sendRows } from './sequence.js';
import type { SessionNode } from './session-node.js';
import { StatusLine } from './status-line.js';

/** What the dialog of every operation node stores. */
export interface OperationConfig extends NodeDef {
  /** Id of the `abb-session` node. */
  session: string;
  output: 'normalised' | 'raw';
  /** Whether a list goes on row by row; only lists have it. */
  split?: boolean | string;
  /** The one that is meant, where a node has several. */
  operation?: string;
}

/** What makes one operation node different from another. */
export interface OperationNode<S extends Schema, R, C extends OperationConfig> {
  readonly type: string;
  readonly operation: Operation<S, R> | Choice<R>;
  /** A few words on a result of the operation of this name, for the status line. */
  summary(result: R, operation: string): string;
  /** Further options for a run, made from the node's settings; `tell` sends to the second output. */
  options?(config: C, tell: (payload: unknown) => void, status: StatusLine): RunOptions;
}

/** Sends messages in answer to one that came in: one, or an array with one per output. */
export type Send = (messages: NodeMessage | (NodeMessage | null)[]) => void;

/** Registers a node type that runs an operation for every message. */
export function registerOperation<S extends Schema, R, C extends OperationConfig>(
  RED: NodeAPI,
  declaration: OperationNode<S, R, C>,
): void {
  function createNode(this: Node, config: C): void {
    RED.nodes.createNode(this, config);
    const worker = new Worker(RED, this, config, declaration);
    this.on('input', (msg: AbbMessage, send, done) => {
      worker.take(msg, send, done);
    });
    this.on('close', (done: () => void) => {
      worker.close().then(done, done);
    });
  }

  RED.nodes.registerType(declaration.type, createNode);
}

/** What one node does with the messages that it gets; several may be under way at once. */
class Worker<S extends Schema, R, C extends OperationConfig> {
  readonly #session: SessionNode | undefined;
  readonly #backup: ActiveBackup | AbbError;
  readonly #status: StatusLine;
  readonly #closing = new OwnWithdrawal();
  readonly #underWay = new Set<Promise<void>>();
  #fields: PreparedFields | undefined;

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly config: C,
    private readonly declaration: OperationNode<S, R, C>,
  ) {
    this.#session = (RED.nodes.getNode(config.session) as SessionNode | null | undefined) ?? undefined;
    this.#backup = this.#session?.backup ?? new AbbError('ABB_NOT_CONFIGURED', 'configuration.noSession');
    this.#status = new StatusLine(node);
    if (this.#backup instanceof AbbError) this.#status.failed(this.#backup.short);
  }

  take(msg: AbbMessage, send: Send, done: (error?: Error) => void): void {
    const job = this.#perform(msg, send).then(
      () => {
        this.#underWay.delete(job);
        done();
      },
      (error: unknown) => {
        this.#underWay.delete(job);
        this.#status.failed(error instanceof AbbError ? error.short : text('short.ABB_BAD_PARAMETER'));
        done(error instanceof Error ? error : new Error(String(error)));
      },
    );
    this.#underWay.add(job);
  }

  /** Ends what is under way; what the NAS has begun goes on there. */
  async close(): Promise<void> {
    this.#closing.abort(new AbbError('ABB_CLOSED', 'closed.node'));
    this.#status.close();
    await Promise.allSettled(this.#underWay);
  }

  async #perform(msg: AbbMessage, send: Send): Promise<void> {
    const { operation, params, isSetting } = this.#choose(messageParameters(msg));
    const fields = isSetting
      ? this.#ownFields(operation.parameters)
      : prepareFields({}, operation.parameters);
    const given = await collectParameters(this.RED, this.node, fields, msg, params);
    if (this.#backup instanceof AbbError) throw this.#backup;
    this.#status.busy(text('status.asking'));
    if (isTrue(this.config.split) && isList(operation))
      await this.#split(this.#backup, operation, given, msg, send);
    else await this.#answer(this.#backup, operation, given, msg, send);
  }

  /** What the node's own fields give to the operation that it is set to, which stays the same. */
  #ownFields(schema: Schema): PreparedFields {
    this.#fields ??= prepareFields(Object.fromEntries(Object.entries(this.config)), schema);
    return this.#fields;
  }

  #choose(params: Given): Chosen<Operation<S, R> | Operation<Schema, R>> {
    const { operation } = this.declaration;
    if (!('among' in operation)) return { operation, params, isSetting: true };
    return chooseOperation(operation, this.config.operation, params);
  }

  async #answer<T extends Schema>(
    backup: ActiveBackup,
    operation: Operation<T, R>,
    given: Given,
    msg: AbbMessage,
    send: Send,
  ): Promise<void> {
    // A copy of its own, as Node-RED hands the first recipient what it is given: what the flow changes in it must
    // show neither in the next one nor in the result.
    const tell = (payload: unknown) => {
      const news = { ...msg, payload };
      consumeParameters(news);
      send([null, this.RED.util.cloneMessage(news)]);
    };
    const options = {
      ...this.declaration.options?.(this.config, tell, this.#status),
      signal: this.#closing,
    };
    if (this.config.output === 'raw') {
      this.#reply(msg, send, await backup.runRaw(operation, given, options), text('status.done'));
      return;
    }
    const completed = await backup.run(operation, given, options);
    this.#reply(msg, send, completed, this.declaration.summary(completed.result, operation.name));
  }

  #reply(msg: AbbMessage, send: Send, { result, about }: Completed<unknown>, summary: string): void {
    this.#status.done(summary);
    consumeParameters(msg);
    send(Object.assign(msg, { payload: result, abb: { ...about, session: this.#label } }));
  }

  async #split<T extends Schema>(
    backup: ActiveBackup,
    operation: ListOperation<T>,
    given: Given,
    msg: AbbMessage,
    send: Send,
  ): Promise<void> {
    const { output } = this.config;
    const pages = backup.pages(operation, given, { output, signal: this.#closing });
    const count = await sendRows(this.RED, pages, { msg, send, session: this.#label });
    this.#status.done(text('status.sent', { count }));
  }

  get #label(): string {
    return this.#session?.label ?? '';
  }
}

function isList<S extends Schema>(operation: Operation<S>): operation is ListOperation<S> {
  return 'pages' in operation;
}
