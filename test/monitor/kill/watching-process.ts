/** A process that watches without a pause, until it is killed. Each event is a line in a file as soon as it is told. */
import { appendFileSync } from 'node:fs';

import { ActiveBackup, allowedMethods } from '../../../src/index.js';
import { DsmSession } from '../../../src/dsm/session.js';
import { filePosition, Monitor } from '../../../src/monitor/index.js';

/** What the process is told to do; until then it only waits, so that starting it takes no time. */
export interface Orders {
  readonly port: number;
  readonly account: string;
  readonly password: string;
  /** Files of the position and of the events. */
  readonly position: string;
  readonly events: string;
  readonly life: number;
}

async function watch(orders: Orders): Promise<void> {
  const session = new DsmSession({
    address: { protocol: 'http', host: '127.0.0.1', port: orders.port, basePath: '' },
    trust: { kind: 'any' },
    credentials: {
      account: orders.account,
      password: orders.password,
      deviceId: '',
      deviceName: 'test',
    },
    methods: allowedMethods,
  });
  const monitor = new Monitor(new ActiveBackup(session), { automatic: false });
  const write = (line: object): void => {
    appendFileSync(orders.events, `${JSON.stringify({ life: orders.life, ...line })}\n`);
  };
  monitor.watch({
    start: 'stopped',
    position: filePosition(orders.position),
    onEvent: (event) => write({ event }),
    onError: (error) => write({ error: error.message }),
    onNotice: (notice) => write({ notice }),
  });
  for (;;) {
    await monitor.poll();
    process.send?.('polled');
  }
}

process.once('message', (orders: Orders) => void watch(orders));
// Nobody is left behind when the test is stopped.
process.once('disconnect', () => process.exit());
process.send?.('waiting');
