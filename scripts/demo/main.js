'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { build } = require('../build.js');
const { root } = require('../support/commands.js');
const { Failure } = require('../support/failure.js');
const { install } = require('../support/install.js');
const { startChild } = require('./children.js');
const { optionsFrom } = require('./options.js');
const { requireFreePort } = require('./ports.js');
const { waitUntilReady } = require('./readiness.js');
const { prepareUserDirectory } = require('./user-directory.js');
const { describeStart } = require('./words.js');

async function startSimulator(options, start) {
  await requireFreePort(options.simulatorPort, 'the simulator', 'ABB_SIMULATOR_PORT');
  const child = start('The simulator', path.join(__dirname, 'simulator.js'), [], {
    env: { ...process.env, ABB_SIMULATOR_PORT: String(options.simulatorPort) },
    logFile: path.join(options.directory, 'simulator.log'),
  });
  const shown = await new Promise((resolve) => child.process.once('message', resolve));
  const address = { protocol: 'https', host: '127.0.0.1', port: options.simulatorPort };
  return { ...address, trust: 'fingerprint', deviceId: '', ...shown };
}

/** Node-RED needs none of the variables that point at a NAS: what it needs is in its user directory. */
function environmentForNodeRed(options) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('ABB_'));
  return { ...Object.fromEntries(kept), PORT: String(options.editorPort) };
}

function startNodeRed(options, start) {
  const program = path.join(root, 'node_modules', 'node-red', 'red.js');
  return start('Node-RED', program, ['-u', options.directory, '-s', path.join(__dirname, 'settings.js')], {
    env: environmentForNodeRed(options),
    logFile: path.join(options.directory, 'node-red.log'),
  });
}

async function bringUp(options, start) {
  await requireFreePort(options.editorPort, "Node-RED's editor", 'PORT');
  fs.mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const connection = options.nas ?? (await startSimulator(options, start));
  prepareUserDirectory(options.directory, connection);
  startNodeRed(options, start);
  await waitUntilReady(`http://127.0.0.1:${options.editorPort}`);
  console.log(describeStart(options, connection));
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; the second one is told to `hurry`. */
function signalled(hurry) {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) hurry();
      asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  });
}

/**
 * Runs until a signal comes or something fails; answers what failed. The children stop in the reverse order of
 * their start, so that Node-RED can still log out of the NAS.
 */
async function supervise(options) {
  const children = [];
  const stopped = signalled(() => children.forEach((child) => child.kill()));
  const failed = new Promise((resolve) => {
    const start = (...args) => {
      const child = startChild(...args);
      children.unshift(child);
      void child.exited.then((sentence) => resolve(new Failure(sentence)));
      return child;
    };
    bringUp(options, start).catch(resolve);
  });
  const failure = await Promise.race([stopped, failed]);
  for (const child of children) await child.stop();
  return failure;
}

/** `npm start`: installs and builds what is needed, and runs the demo until Ctrl-C. */
async function main() {
  try {
    const options = optionsFrom(process.env);
    install();
    build();
    const failure = await supervise(options);
    if (failure) throw failure;
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exit(1);
  }
}

module.exports = { main };
