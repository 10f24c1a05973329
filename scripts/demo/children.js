'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');

/** How long a child may take to stop by itself, in milliseconds: longer than Node-RED waits for its nodes. */
const patience = 20000;

/**
 * Starts a JavaScript file as a child with a channel to us; its output goes to `logFile`. It gets a process group
 * of its own, so that Ctrl-C reaches us alone and we stop the children in the right order. A child notices by its
 * channel when we are gone.
 *
 * Answers `{ name, process, exited, stop(), kill() }`; `exited` resolves with a sentence that says how it ended.
 */
function startChild(name, file, args, { env, logFile }) {
  const log = fs.openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [file, ...args], {
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', log, log, 'ipc'],
  });
  fs.closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      resolve(
        `${name} ended (${how}); its last lines are below, all of them in ${logFile}\n${lastLines(logFile)}`,
      );
    });
  });
  const kill = () => child.kill('SIGKILL');
  const stop = async () => {
    const timer = setTimeout(kill, patience);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(timer);
  };
  return { name, process: child, exited, stop, kill };
}

function lastLines(file) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}

module.exports = { startChild };
