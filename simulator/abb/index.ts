import type { ApiDeclaration, MethodDeclaration } from '../api.js';
import type { Dialect } from '../dialect.js';
import type { World } from '../world/index.js';
import type { Backup, Methods } from './backup-api.js';
import { deviceMethods } from './device.js';
import { inventoryMethods } from './inventory.js';
import { logMethods } from './log.js';
import { overviewMethods } from './overview.js';
import { activationMethods, delegationMethods } from './package-info.js';
import { settingMethods } from './setting.js';
import { Shape } from './shape.js';
import { shareMethods } from './share.js';
import { taskMethods } from './task.js';
import { versionMethods } from './version.js';

export { CANARY } from './secrets.js';

/** Plays the world up to now before a method runs, and writes its answer in the dialect. */
function played({ world, shape }: Backup, declaration: MethodDeclaration): MethodDeclaration {
  return {
    ...declaration,
    run(parameters, context) {
      world.advance();
      return shape.reply(declaration.run(parameters, context));
    },
  };
}

function declare(backup: Backup, dialect: Dialect, methods: Methods): ApiDeclaration {
  const entries = Object.entries(methods).map(([name, method]) => [name, played(backup, method)] as const);
  return {
    path: 'entry.cgi',
    minVersion: 1,
    maxVersion: dialect.backupMaxVersion,
    requestFormat: 'JSON',
    methods: Object.fromEntries(entries),
  };
}

/**
 * All APIs of Active Backup for Business as one dialect offers them.
 *
 * @param world what they tell about and act on
 * @param dialect how they write it
 */
export function backupApis(world: World, dialect: Dialect): Readonly<Record<string, ApiDeclaration>> {
  const backup: Backup = { world, shape: new Shape(dialect) };
  const methods: Readonly<Record<string, Methods>> = {
    Activation: activationMethods(),
    Delegation: delegationMethods(),
    Device: deviceMethods(backup),
    Inventory: inventoryMethods(backup),
    Log: logMethods(backup),
    Overview: overviewMethods(backup),
    Setting: settingMethods(backup),
    Share: shareMethods(backup),
    Task: taskMethods(backup),
    Version: versionMethods(backup),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([name, own]) => [
      `SYNO.ActiveBackup.${name}`,
      declare(backup, dialect, own),
    ]),
  );
}
