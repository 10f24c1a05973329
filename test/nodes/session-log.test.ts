import assert from 'node:assert/strict';

import helper from 'node-red-node-test-helper';

import { useBench } from '../support/nas.js';
import {
  account,
  credentials,
  flowOf,
  onTab,
  operationNode,
  SESSION_ID,
  sessionNode,
  useNodeRed,
} from '../support/node-red.js';
import { until } from '../support/until.js';

describe('the log of a session', () => {
  const nodeRed = useNodeRed();
  const { startNas } = useBench();

  /** Sends so many messages one after the other; answers how each went. */
  async function send(count: number): Promise<string[]> {
    const outcomes: string[] = [];
    for (let sent = 0; sent < count; sent++) {
      nodeRed.send('tasks');
      const { error } = await Promise.race([nodeRed.inbox('out').next(), nodeRed.inbox('caught').next()]);
      outcomes.push(error?.code ?? 'answered');
    }
    return outcomes;
  }

  /** What the session, or another node, has written, as `level: text`. */
  function lines(node = SESSION_ID): string[] {
    const { INFO, WARN } = { INFO: 40, WARN: 30 };
    return helper
      .log()
      .args.map(([entry]) => entry as { id?: string; level: number; msg: unknown })
      .filter(({ id, level }) => id === node && level <= INFO)
      .map(({ level, msg }) => `${level === WARN ? 'warn' : 'info'}: ${String(msg)}`);
  }

  it('has one line when it is connected, however many messages there are', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks')), account);
    assert.deepEqual(lines(), []);
    await send(5);
    nas.expireSessions();
    await send(5);
    assert.deepEqual(lines(), ['info: Connected to the NAS.']);
  });

  it('has one when the NAS is away, and one when it is back', async () => {
    const nas = await startNas();
    await nodeRed.start(flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks')), account);
    await send(1);
    nas.reboot({ bootMilliseconds: 60_000, meanwhile: 'refuse' });
    assert.ok((await send(3)).every((outcome) => outcome === 'ABB_UNREACHABLE'));
    nas.reboot({ bootMilliseconds: 1, meanwhile: 'refuse' });
    while ((await send(1))[0] !== 'answered');
    await send(3);
    const [connected, lost = '', back, ...more] = lines();
    assert.equal(connected, 'info: Connected to the NAS.');
    assert.match(
      lost,
      /^warn: No connection to the NAS: Nothing answers at .+\. The next message tries again\.$/,
    );
    assert.equal(back, 'info: The NAS is back: connected again.');
    assert.deepEqual(more, []);
  });

  it('is where an outage is told, and not in that of a watch as well', async () => {
    const nas = await startNas();
    const watch = { session: SESSION_ID, events: [], start: 'now', idle: 0.05, busy: 0.05, wires: [[], []] };
    await nodeRed.start(flowOf(sessionNode(nas), onTab('watch', 'abb-watch', watch)), account);
    // Of a first look that the outage cuts short the watch would write something.
    nodeRed.send('watch');
    await nodeRed.inbox('completed').next();
    nas.reboot({ bootMilliseconds: 60_000, meanwhile: 'refuse' });
    // It is the second failure that is worth a line.
    for (let count = 0; count < 3; count++) {
      nodeRed.send('watch');
      await nodeRed.inbox('caught').next();
    }
    nas.reboot({ bootMilliseconds: 1, meanwhile: 'refuse' });
    await until('the last line', 20, () => (lines().length === 3 ? true : undefined));
    assert.deepEqual(
      lines().map((line) => line.slice(0, 12)),
      ['info: Connec', 'warn: No con', 'info: The NA'],
    );
    assert.deepEqual(lines('watch'), []);
  });

  it('has one when the login is refused', async () => {
    const nas = await startNas();
    const flow = flowOf(sessionNode(nas), operationNode('tasks', 'abb-tasks'));
    await nodeRed.start(flow, credentials('backup-reader', 'wrong-and-not-in-the-log'));
    await send(5);
    const [refused = '', ...more] = lines();
    assert.match(refused, /^warn: The NAS has refused the login: .+password/);
    assert.deepEqual(more, []);
    assert.ok(!nodeRed.logged().includes('wrong-and-not-in-the-log'));
  });
});
