/** A simulated NAS at work, in a process of its own; its parent asks and commands it by messages. */
import { startSimulator, type Simulator } from '../../../simulator/index.js';
import { isNoLogin } from '../../support/no-login.js';
import { SentActions } from './sent-actions.js';
import type { NasAnswer, NasCommand } from './soak-nas.js';

/** Simulated seconds per second. */
const SPEED = 120;
/** Longer than any soak: sessions that nobody ends are to be seen. */
const IDLE_MINUTES = 10_000_000;
const LOOK_MS = 1000;

async function main(): Promise<void> {
  const nas = await startSimulator({
    size: { tasks: 8, devicesPerTask: 2, historyDays: 7, backupSeconds: [30, 300] },
    world: { failRate: 0.1 },
    sessionIdleMinutes: IDLE_MINUTES,
    autoBlock: false,
    speed: SPEED,
  });
  const sent = new SentActions(nas);
  const timer = setInterval(() => sent.look(), LOOK_MS);
  let faults = 0;
  process.on('message', (command: NasCommand) => {
    if (command.do === 'faults') {
      nas.faults.clear();
      faults += 1;
      // What strikes logins is the fault matrix's matter: a code in place of a login's answer may be final.
      if (command.rate > 0) nas.faults.random({ rate: command.rate, seed: faults, where: isNoLogin });
    } else if (command.do === 'reboot') {
      const { milliseconds: bootMilliseconds, meanwhile } = command;
      nas.reboot({ bootMilliseconds, meanwhile });
    } else if (command.do === 'kick') nas.kick('backup-reader');
    else if (command.do === 'expire') nas.expireSessions();
    process.send?.(answer(nas, sent));
  });
  process.once('disconnect', () => {
    clearInterval(timer);
    void nas.close();
  });
  const { host, port, fingerprint } = nas;
  process.send?.({ host, port, fingerprint });
}

function answer(nas: Simulator, sent: SentActions): NasAnswer {
  nas.world.advance();
  const ends = nas.world.record.filter(({ kind }) => kind === 'run_finished' || kind === 'job_finished');
  return {
    now: nas.world.now,
    sessions: nas.sessions.length,
    internalErrors: nas.internalErrors.map(String),
    settingsSent: sent.settings,
    settingsTwice: sent.twice,
    backupsSent: sent.backups,
    ends: ends.map(({ at, kind, resultId = 0 }) => ({ at, resultId, isBackup: kind === 'run_finished' })),
  };
}

main().catch((error: unknown) => {
  throw error;
});
