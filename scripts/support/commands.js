'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

/** The folder of the clone. */
const root = path.resolve(__dirname, '..', '..');

/** Runs a program in the clone with this terminal's output; answers its exit code. */
function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Runs a JavaScript file with the running Node.js, or the one that `node` names. */
function runNode(file, args, { node = process.execPath, ...options } = {}) {
  return run(node, [file, ...args], options);
}

/**
 * Runs the npm that started us. Never the npm in node_modules/.bin (a dependency of Node-RED brings one, and npm
 * puts that folder first in the PATH of its scripts): `npm ci` would delete it while it runs.
 */
function runNpm(args, { node, ...options } = {}) {
  const npm = process.env.npm_execpath;
  if (npm && !npm.startsWith(path.join(root, 'node_modules')))
    return runNode(npm, args, { node, ...options });
  return run('npm', args, { shell: process.platform === 'win32', ...options });
}

module.exports = { root, run, runNode, runNpm };
