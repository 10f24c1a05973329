import type { Node, NodeAPI, NodeDef } from 'node-red';

import type { ActiveBackup, Completed, RunOptions } from '../../src/abb/active-backup.js';
import type { Operation } from '../../src/abb/operation.js';
import type { Given, Schema } from '../../src/abb/parameters/read.js';
import { AbbError } from '../../src/dsm/errors.js';
import { text } from '../../src/texts/texts.js';
import { type AbbMessage, collectParameters } from './parameters.js';
import type { SessionNode } from './session-node.js';
import { StatusLine } from './status-line.js';

/** What the dialog of every operation node stores. */
export interface OperationConfig extends NodeDef {
  /** Id of the `abb-session` node. */
  session: string;
  output: 'normalised' | 'raw';
}

/** What makes one operation node different from another. */
export interface OperationNode<S extends Schema, R, C extends OperationConfig> {
  readonly type: string;
  readonly operation: Operation<S, R>;
  /** A few words on a result for the status line. */
  summary(result: R): string;
  /** Further options for a run, made from the node's settings; `tell` sends to the second output. */
  options?(config: C, tell: (payload: unknown) => void, status: StatusLine): RunOptions;
}

/** Registers a node type that runs an operation for every message. */
export function registerOperation<S extends Schema, R, C extends OperationConfig>(
  RED: NodeAPI,
  declaration: OperationNode<S, R, C>,
): void {
  const { operation } = declaration;

  function createNode(this: Node, config: C): void {
    RED.nodes.createNode(this, config);
    const session = RED.nodes.getNode(config.session) as SessionNode | null | undefined;
    const status = new StatusLine(this);
    const closing = new AbortController();
    const underWay = new Set<Promise<void>>();
    const backup = session?.backup ?? new AbbError('ABB_NOT_CONFIGURED', 'configuration.noSession');
    if (backup instanceof AbbError) status.failed(backup.short);

    const perform = async (msg: AbbMessage, send: (messages: unknown) => void): Promise<void> => {
      const given = await collectParameters(RED, this, config, operation.parameters, msg);
      delete msg.params;
      if (backup instanceof AbbError) throw backup;
      status.busy(text('status.asking'));
      const tell = (payload: unknown) => send([null, { ...msg, payload }]);
      const options = { ...declaration.options?.(config, tell, status), signal: closing.signal };
      const { result, about } = await runAs(config.output, backup, given, options);
      send(Object.assign(msg, { payload: result, abb: { ...about, session: session?.label ?? '' } }));
    };

    const runAs = async (
      output: OperationConfig['output'],
      client: ActiveBackup,
      given: Given,
      options: RunOptions,
    ): Promise<Completed<unknown>> => {
      if (output === 'raw') {
        const raw = await client.runRaw(operation, given, options);
        status.done(text('status.done'));
        return raw;
      }
      const normalised = await client.run(operation, given, options);
      status.done(declaration.summary(normalised.result));
      return normalised;
    };

    this.on('input', (msg: AbbMessage, send, done) => {
      const job = perform(msg, send as (messages: unknown) => void)
        .then(
          () => done(),
          (error: unknown) => {
            status.failed(error instanceof AbbError ? error.short : text('short.ABB_BAD_PARAMETER'));
            done(error instanceof Error ? error : new Error(String(error)));
          },
        )
        .finally(() => underWay.delete(job));
      underWay.add(job);
    });

    this.on('close', (done: () => void) => {
      closing.abort(new AbbError('ABB_CLOSED', 'closed.node'));
      status.close();
      Promise.allSettled(underWay).then(() => done(), done);
    });
  }

  RED.nodes.registerType(declaration.type, createNode);
}
