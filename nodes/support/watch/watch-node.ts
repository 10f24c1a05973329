import path from 'node:path';

import type { Node, NodeAPI } from 'node-red';

import type { ActiveBackup } from '../../../src/abb/active-backup.js';
import { AbbError } from '../../../src/dsm/errors.js';
import {
  type AbbEvent,
  filePosition,
  memoryPosition,
  type MonitorState,
  type PositionStore,
  type Watcher,
} from '../../../src/monitor/index.js';
import { currentLanguage } from '../../../src/texts/catalogue.js';
import { text } from '../../../src/texts/texts.js';
import type { SessionNode } from '../session-node.js';
import { StatusLine } from '../status-line.js';
import { sharedMonitor, type SharedMonitor } from './shared-monitors.js';
import { type WatchConfig, watchSettings } from './watch-settings.js';

const FOLDER = 'abb-watch';

/** What one `abb-watch` node does. */
export class WatchNode {
  readonly #session: SessionNode | undefined;
  readonly #status: StatusLine;
  readonly #position: PositionStore;
  readonly #shared: SharedMonitor | AbbError;
  readonly #started: Promise<Watcher | undefined>;
  /** Why it does not watch. */
  #refusal: Error | undefined;
  #failedSince: Date | undefined;
  #isClosed = false;

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly config: WatchConfig,
  ) {
    this.#session = (RED.nodes.getNode(config.session) as SessionNode | null | undefined) ?? undefined;
    this.#status = new StatusLine(node);
    this.#position = positionOf(RED, config);
    const backup = this.#session?.backup ?? new AbbError('ABB_NOT_CONFIGURED', 'configuration.noSession');
    this.#shared = this.#share(backup);
    this.#started = this.#start().catch((error: unknown) => this.#refused(error));
  }

  /** Looks now. @throws Error why that failed */
  async pollNow(): Promise<void> {
    const watcher = await this.#started;
    if (this.#refusal) throw this.#refusal;
    if (this.#shared instanceof AbbError) throw this.#shared;
    await this.#shared.monitor.pollOrFail();
    if (watcher?.problem) throw watcher.problem;
  }

  /**
   * Ends it, and forgets what it remembers when it is gone for good.
   * @param removed as Node-RED says it, which it also does of a node that is only disabled
   */
  async close(removed: boolean): Promise<void> {
    this.#isClosed = true;
    this.#status.close();
    const watcher = await this.#started;
    await watcher?.close();
    if (!(this.#shared instanceof AbbError)) this.#shared.log.forget(this.node);
    // Of a node in a subflow Node-RED never says so.
    const mayBeGone = removed || this.config._alias !== undefined;
    if (mayBeGone && !this.#isInFlows()) await this.#position.remove();
  }

  #isInFlows(): boolean {
    const ids = new Set<string>();
    this.RED.nodes.eachNode(({ id }) => ids.add(id));
    return exists(this.node.id, ids);
  }

  #share(backup: ActiveBackup | AbbError): SharedMonitor | AbbError {
    return backup instanceof AbbError || !this.#session
      ? (backup as AbbError)
      : sharedMonitor(this.#session, backup);
  }

  async #start(): Promise<Watcher | undefined> {
    if (this.#shared instanceof AbbError) throw this.#shared;
    const { monitor, log } = this.#shared;
    const settings = await watchSettings(this.RED, this.node, this.config);
    // Closed in the meantime, it must not leave a watcher behind.
    if (this.#isClosed) return undefined;
    this.#status.busy(text('status.asking'));
    return monitor.watch({
      ...settings,
      position: this.#position,
      onEvent: (event) => this.#send(0, event.event, event),
      onState: (state) => this.#send(1, 'state', state),
      stateFor: () => this.#stateWires(),
      onNotice: (sentence) => this.node.warn(sentence),
      onPoll: (running) => {
        this.#failedSince = undefined;
        log.worked(this.node);
        this.#status.done(
          running === 0 ? text('status.watching') : text('status.watchingRunning', { running }),
        );
      },
      onError: (error) => {
        log.failed(this.node, error);
        this.#showFailure(error);
      },
    });
  }

  // A deploy of modified nodes only gives a rewired node its new wires: it is not started again.
  #stateWires(): string {
    const { wires } = this.node as Node & { readonly wires?: readonly (readonly string[])[] };
    return (wires?.[1] ?? []).join();
  }

  #send(output: number, topic: string, payload: AbbEvent | MonitorState): void {
    const abb = { operation: 'watch', session: this.#session?.label ?? '' };
    const message = { topic, payload, abb };
    this.node.send(output === 0 ? [message, null] : [null, message]);
  }

  #showFailure(error: Error): void {
    this.#failedSince ??= new Date();
    const since = this.#failedSince.toLocaleTimeString(currentLanguage(), { timeStyle: 'short' });
    const reason = error instanceof AbbError ? error.short : error.message;
    this.#status.failed(text('status.watchFailing', { reason, since }));
  }

  #refused(error: unknown): undefined {
    this.#refusal = error instanceof Error ? error : new Error(String(error));
    const reason = error instanceof AbbError ? error.short : String(error);
    this.#status.failed(reason);
    if (!(error instanceof AbbError) || error.code !== 'ABB_NOT_CONFIGURED') this.node.error(error);
    return undefined;
  }
}

/**
 * Whether a node belongs to these flows.
 * @param id of a node in a subflow: that of the instance, which may be in a subflow itself, a dash, and its own there
 */
function exists(id: string, ids: ReadonlySet<string>): boolean {
  if (ids.has(id)) return true;
  for (let at = id.lastIndexOf('-'); at > 0; at = id.lastIndexOf('-', at - 1)) {
    if (ids.has(id.slice(at + 1)) && exists(id.slice(0, at), ids)) return true;
  }
  return false;
}

/**
 * The file in which a node remembers how far it has told: contexts do not survive with Node-RED's stock settings. A
 * node in a subflow has the same id at every start.
 */
function positionOf(RED: NodeAPI, { id }: WatchConfig): PositionStore {
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined || userDir === '') return memoryPosition();
  return filePosition(path.join(userDir, FOLDER, `${encodeURIComponent(id)}.json`));
}
