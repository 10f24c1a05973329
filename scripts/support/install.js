'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { root, runNpm } = require('./commands.js');
const { Failure } = require('./failure.js');

function lockedPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm leaves out what is for other platforms, and what the lock file only mentions. */
function mayBeMissing(entry) {
  return Boolean(entry.optional || entry.devOptional || entry.extraneous);
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes its own record of what it installed as the
 * last step of an install, so an interrupted one does not pass.
 */
function isInstalled() {
  const wanted = lockedPackages('package-lock.json');
  const present = lockedPackages('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  const fits = ([folder, entry]) => {
    if (folder === '') return true;
    const found = present[folder];
    if (!found) return mayBeMissing(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  };
  return Object.entries(wanted).every(fits) && Object.keys(present).every((folder) => folder in wanted);
}

/** Installs the dependencies with `npm ci` unless they are there; throws when npm fails. */
function install() {
  if (isInstalled()) return;
  console.log('Installing the dependencies (about a minute) ...');
  if (runNpm(['ci', '--no-fund', '--no-audit']) !== 0) throw new Failure('npm ci failed: see above');
}

module.exports = { install };
