// Lists the backup tasks of a NAS without Node-RED; and with the name of a task, runs its backup and shows the
// progress until it has ended.
//
//   npm install @synoflow/node-red-active-backup
//   ABB_HOST=nas.example ABB_USER=... ABB_PASSWORD=... node list-tasks.mjs ["name of a task"]
//
// ABB_FINGERPRINT is the SHA-256 fingerprint of a self-signed certificate; ABB_PORT is 5001 unless you say otherwise.
import { AbbError, connect } from '@synoflow/node-red-active-backup';

const { ABB_HOST = '', ABB_PORT, ABB_USER = '', ABB_PASSWORD = '', ABB_FINGERPRINT } = process.env;
const [taskName] = process.argv.slice(2);

try {
  const backup = connect({
    host: ABB_HOST,
    port: ABB_PORT ? Number(ABB_PORT) : undefined,
    username: ABB_USER,
    password: ABB_PASSWORD,
    fingerprint: ABB_FINGERPRINT,
  });
  try {
    await listTasks(backup);
    if (taskName) await runBackup(backup, taskName);
  } finally {
    await backup.close();
  }
} catch (error) {
  if (!(error instanceof AbbError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}

async function listTasks(backup) {
  for (const { id, name, state, lastBackup } of await backup.tasks()) {
    const last = lastBackup ? `${lastBackup.outcome}, ${lastBackup.endedAt}` : 'never backed up';
    console.log(`${id}  ${name}: ${state}, last backup: ${last}`);
  }
}

async function runBackup(backup, name) {
  const [run] = await backup.runBackup(
    { taskNames: name, wait: true },
    {
      patience: { pollMs: 2000 },
      onProgress: ({ state, progress }) =>
        console.log(`${name}: ${state} ${Math.round(progress?.percent ?? 0)} %`),
    },
  );
  console.log(`${name}: ${run.outcome} after ${run.waitedSeconds} s`);
  if (run.outcome !== 'success') process.exitCode = 1;
}
