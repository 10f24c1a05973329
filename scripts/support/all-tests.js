'use strict';

const path = require('node:path');
const { build } = require('../build.js');
const { root, runNode, runNpm } = require('./commands.js');
const { install } = require('./install.js');

function prepare() {
  try {
    install();
    build();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

/**
 * `npm test`: installs, builds, lints and runs every test. A complaint of the linter fails the run, but the tests
 * run all the same, so that one run says everything.
 */
exports.runAllTests = function () {
  if (!prepare()) {
    process.exitCode = 1;
    return;
  }
  console.log('Linting ...');
  const lint = runNpm(['run', '--silent', 'lint']);
  const tests = runNode(path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), ['test/**/*.test.ts']);
  if (lint !== 0) console.error('The linter complained: see above.');
  process.exitCode = lint === 0 && tests === 0 ? 0 : 1;
};
