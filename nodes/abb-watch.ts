import type { Node, NodeAPI, NodeMessage } from 'node-red';

import { WatchNode } from './support/watch/watch-node.js';
import type { WatchConfig } from './support/watch/watch-settings.js';

/** Tells what happens on a NAS, once and in order; a message that comes in makes it look at once. */
export = (RED: NodeAPI): void => {
  function createWatch(this: Node, config: WatchConfig): void {
    RED.nodes.createNode(this, config);
    const watch = new WatchNode(RED, this, config);
    this.on('input', (_msg: NodeMessage, _send, done) => {
      watch.pollNow().then(() => done(), done);
    });
    this.on('close', (removed: boolean, done: () => void) => {
      watch.close(removed).then(done, done);
    });
  }

  RED.nodes.registerType('abb-watch', createWatch);
};
