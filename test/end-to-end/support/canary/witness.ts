/**
 * A Node-RED node set that belongs to the tests: it writes down, as deep as it goes, everything that anybody else in
 * Node-RED gets to see, and hands messages to nodes. It is compiled and put into the user directory of the test.
 */
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';

import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';

interface Ended {
  readonly msg: { readonly _msgid: string };
  readonly error?: unknown;
}

export = (RED: NodeAPI): void => {
  const file = process.env['WITNESS_FILE'] ?? '';
  const waiting = new Map<string, (error: unknown) => void>();

  const note = (what: string, seen: unknown): void => {
    const options = { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity, getters: true };
    // With hidden properties for errors, which keep things there; without for the rest, which would triple.
    appendFileSync(`${file}-${what}`, `${inspect(seen, { ...options, showHidden: what === 'end' })}\n`);
  };

  RED.log.addHandler(new EventEmitter().on('log', (event: unknown) => note('log', event)));
  RED.hooks.add('onSend.witness', (events) => {
    for (const { msg } of events) note('message', msg);
  });
  RED.hooks.add('onComplete.witness', (ended: Ended) => {
    note('end', ended.error);
    waiting.get(ended.msg._msgid)?.(ended.error);
    waiting.delete(ended.msg._msgid);
  });
  RED.events.on('node-status', (event: unknown) => note('status', event));

  RED.nodes.registerType('witness-leak', function (this: Node, config: NodeDef) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      letOut(this, (msg as { secret?: string }).secret ?? '', send, done);
    });
  });

  let count = 0;
  RED.httpAdmin.post('/witness/:node', (request, response) => {
    count += 1;
    const _msgid = `witness-${count}`;
    waiting.set(_msgid, (error) => {
      const { code } = (error ?? {}) as { code?: unknown };
      response.json({ ending: error ? String(code) : 'answered' });
    });
    RED.nodes.getNode(request.params.node).receive({ ...(request.body as object), _msgid });
  });
};

/** Lets a secret out wherever a node can, each time in another form: to prove that it would be noticed. */
function letOut(
  node: Node,
  secret: string,
  send: (msg: NodeMessage) => void,
  done: (error: Error) => void,
): void {
  const bytes = Buffer.from(secret);
  node.trace(bytes.toString('hex').toUpperCase());
  node.status({ text: encodeURIComponent(secret) });
  send({ payload: `x${bytes.toString('base64')}` });
  const why = Object.defineProperty({}, 'deep', { value: { deeper: [`xy${bytes.toString('base64url')}`] } });
  done(new Error('harmless', { cause: why }));
}
