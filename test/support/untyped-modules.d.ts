/** The part of the test helper that is used here; it brings no types of its own. */
declare module 'node-red-node-test-helper' {
  import type { Node, NodeInitializer } from 'node-red';

  interface Helper {
    init(runtimePath: string): void;
    startServer(): Promise<void>;
    stopServer(): Promise<void>;
    load(
      initializers: readonly NodeInitializer[],
      flow: readonly object[],
      credentials: Readonly<Record<string, object>>,
    ): Promise<void>;
    unload(): Promise<void>;
    /** What nodes find under `RED.settings` besides the usual. */
    settings(settings: object): void;
    setFlows(
      flow: readonly object[],
      type: 'full' | 'flows' | 'nodes',
      credentials?: Readonly<Record<string, object>>,
    ): Promise<void>;
    getNode(id: string): Node | null;
    /** Holds the spies that it puts on every node. */
    readonly _sandbox: { restore(): void };
    log(): { readonly args: readonly (readonly unknown[])[] };
    request(): { get(path: string): Request; post(path: string): Request };
  }

  interface Request extends PromiseLike<{ readonly status: number; readonly body: unknown }> {
    type(name: string): Request;
    send(body: unknown): Request;
  }

  const helper: Helper;
  export = helper;
}

/** The core node for TLS settings; the helper does not load it by itself. */
declare module '@node-red/nodes/core/network/05-tls.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}

/** The core nodes split and join. */
declare module '@node-red/nodes/core/sequence/17-split.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}

/** The events that Node-RED's parts share; to declare all of `@node-red/util` would hide the types that it has. */
declare module '@node-red/util/lib/events.js' {
  import type { EventEmitter } from 'node:events';

  const events: EventEmitter;
  export = events;
}

declare module '*/scripts/demo/user-directory.js' {
  export function prepareUserDirectory(directory: string, connection: object): void;
}
