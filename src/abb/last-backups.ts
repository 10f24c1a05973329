import { resultPages } from './history.js';
import type { Access } from './operation.js';
import { DAY_SECONDS } from './seconds.js';
import { BACKUP_ACTION, hasEnded, isBackupResult, type Result } from './shapes/result.js';
import type { Task } from './shapes/task.js';

// Most tasks run at least once a week; one look at the history of all of them finds these.
const USUAL_WINDOW_SECONDS = 15 * DAY_SECONDS;

// It goes only as far as there is something to be found: ten thousand tasks a day fill the window with so many.
const MOST_ROWS = 150_000;

// What is left is looked up task by task, nearly always in its first rows; not for hundreds of them in one message.
const MOST_TASKS = 100;
const ROWS_OF_A_TASK = { most: 2000, pageSize: 50 };

/**
 * Fills in the last backup of tasks whose newest job hides it: a version was purged since, or a run is under way.
 * Nothing is asked when no task is concerned.
 * @param memory `anew` asks about all of them: a backup that went on beside the newest job may have ended since
 */
export async function withLastBackups(
  access: Access,
  tasks: readonly Task[],
  memory: 'remembered' | 'anew' = 'remembered',
): Promise<readonly Task[]> {
  const hidden = tasks.filter(isHidden);
  const unknown = memory === 'anew' ? hidden : hidden.filter((task) => !recall(access, task));
  const found = unknown.length > 0 ? await learn(access, unknown) : undefined;
  return tasks.map((task) => {
    if (!isHidden(task)) return task;
    const backup = found?.get(task.id) ?? recall(access, task)?.backup ?? null;
    // A copy: whoever gets it may change it, and the next one is to get what the NAS said.
    return { ...task, lastBackup: structuredClone(backup) };
  });
}

function isHidden({ lastJob, lastBackup }: Task): boolean {
  return lastJob !== null && lastBackup === null;
}

/** What an earlier look has found, as long as no newer job has come since. */
function recall({ traits }: Access, { id, lastJob }: Task) {
  const known = traits.lastBackups.get(id ?? 0);
  const isSame = known?.job.id === lastJob?.id && known?.job.startedAt === lastJob?.startedAt;
  return isSame ? known : undefined;
}

/** Whether a backup goes on beside the newest job: when it ends, that will still be the newest. */
function isOvertaken({ state, lastJob }: Task): boolean {
  return state !== 'idle' && lastJob !== null && !isBackupResult(lastJob);
}

async function learn(access: Access, unknown: readonly Task[]): Promise<Found> {
  const found = await findRecent(access, unknown);
  const old = unknown.filter(({ id }) => !found.has(id)).slice(0, MOST_TASKS);
  await Promise.all(old.map((task) => findAnytime(access, task, found)));
  for (const task of unknown) {
    const { id, lastJob } = task;
    // Those that were beyond the limit have their turn the next time.
    const wasAsked = found.has(id) || old.includes(task);
    if (id === null || !lastJob || !wasAsked || isOvertaken(task)) continue;
    const job = { id: lastJob.id, startedAt: lastJob.startedAt };
    access.traits.lastBackups.set(id, { job, backup: found.get(id) ?? null });
  }
  return found;
}

type Found = Map<number | null, Result>;

async function findRecent(access: Access, hidden: readonly Task[]): Promise<Found> {
  // Counted back from the NAS's own times: its clock may differ from ours.
  const starts = hidden.map((task) => Date.parse(task.lastJob?.startedAt ?? '')).filter(Number.isFinite);
  const from = Math.floor(Math.min(...starts, access.now.getTime()) / 1000) - USUAL_WINDOW_SECONDS;
  const [only] = hidden;
  const taskId = hidden.length === 1 && only ? (only.id ?? undefined) : undefined;
  const pages = resultPages(access, { action: BACKUP_ACTION, from, taskId }, { most: MOST_ROWS });
  const found: Found = new Map();
  await findNewest(pages, new Set(hidden.map(({ id }) => id)), found);
  return found;
}

async function findAnytime(access: Access, { id }: Task, found: Found): Promise<void> {
  const pages = resultPages(access, { action: BACKUP_ACTION, taskId: id ?? undefined }, ROWS_OF_A_TASK);
  await findNewest(pages, new Set([id]), found);
}

/** Notes the newest result of each task that is missing, and stops reading when none is missing any more. */
async function findNewest(
  pages: AsyncGenerator<Result[]>,
  missing: Set<number | null>,
  found: Found,
): Promise<void> {
  for await (const page of pages) {
    for (const result of page) {
      if (hasEnded(result) && missing.delete(result.taskId)) found.set(result.taskId, result);
    }
    if (missing.size === 0) return;
  }
}
