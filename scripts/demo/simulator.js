'use strict';

/**
 * The simulator as a child of the demo: tells its parent by a message where it listens, and stops on SIGTERM or
 * when the parent is gone.
 */
const { demoAccount, startSimulator } = require('../../dist/simulator/index.js');

async function main() {
  const simulator = await startSimulator({ host: '127.0.0.1', port: Number(process.env.ABB_SIMULATOR_PORT) });
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  process.send({
    fingerprint: simulator.fingerprint,
    username: demoAccount.name,
    password: demoAccount.password,
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
