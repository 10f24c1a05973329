import assert from 'node:assert/strict';

import type { DeployFigures } from './deploy-often.js';

/** What must hold however many deploys there were. */
export function checkDeploys(figures: DeployFigures): void {
  const { counts } = figures;
  assert.equal(figures.sessionsLeft, 0);
  assert.ok(figures.sessionsMost <= 2, `${figures.sessionsMost} sessions for two session nodes`);
  assert.deepEqual(figures.resourcesLeft, figures.resourcesBefore);
  assert.deepEqual(figures.listenersMore, {});
  assert.equal(figures.processListenersMore, 0);
  assert.deepEqual(figures.warnings, []);
  assert.deepEqual(figures.trouble, []);
  assert.deepEqual(figures.positionsLeft, []);
  assert.equal(figures.settingsTwice, 0);
  assert.ok(figures.settingsSent <= (counts['set in'] ?? 0));
  assert.ok(figures.backupsSent <= (counts['backup in'] ?? 0) + (counts['start in'] ?? 0));
  assert.equal(counts['history wrong'], undefined);
  for (const name of Object.keys(counts)) assert.doesNotMatch(name, /^error (?!ABB_)/);
  // Enough has happened for all this to mean something.
  for (const name of ['tasks', 'history', 'set', 'start']) assert.ok((counts[`${name} out`] ?? 0) > 0, name);
}
