import { listResults } from './history.js';
import type { Access } from './operation.js';
import { BACKUP_ACTION, hasEnded, newestFirst, type Result } from './shapes/result.js';
import type { Task } from './shapes/task.js';

// Most tasks run at least once a week; one look at the history of all of them finds these.
const USUAL_WINDOW_SECONDS = 15 * 24 * 3600;

// A few days of daily backups of each task, but never the whole history of a large system.
const ROWS_PER_TASK = 4;
const FEWEST_ROWS = 2000;
const MOST_ROWS = 20_000;

// For the others the whole history of each is asked, but never for hundreds of them.
const MOST_TASKS = 25;

/**
 * Fills in the last backup of tasks whose newest job hides it: a version was purged since, or a run is under way.
 * Nothing is asked when no task is concerned.
 */
export async function withLastBackups(access: Access, tasks: readonly Task[]): Promise<readonly Task[]> {
  const hidden = tasks.filter((task) => task.lastJob !== null && task.lastBackup === null);
  if (hidden.length === 0) return tasks;
  const unknown = hidden.filter((task) => !recall(access, task));
  if (unknown.length > 0) await learn(access, unknown);
  return tasks.map((task) => ({
    ...task,
    lastBackup: task.lastBackup ?? recall(access, task)?.backup ?? null,
  }));
}

/** What an earlier look has found, as long as no newer job has come since. */
function recall({ traits }: Access, { id, lastJob }: Task) {
  const known = traits.lastBackups.get(id ?? 0);
  const isSame = known?.job.id === lastJob?.id && known?.job.startedAt === lastJob?.startedAt;
  return isSame ? known : undefined;
}

async function learn(access: Access, unknown: readonly Task[]): Promise<void> {
  const last = await findRecent(access, unknown);
  const old = unknown.filter((task) => !last.has(task.id)).slice(0, MOST_TASKS);
  await Promise.all(old.map((task) => findAnytime(access, task, last)));
  for (const task of unknown) {
    const { id, lastJob: job } = task;
    // Those that were beyond the limit have their turn the next time.
    const wasAsked = last.has(id) || old.includes(task);
    if (id !== null && job && wasAsked)
      access.traits.lastBackups.set(id, { job, backup: last.get(id) ?? null });
  }
}

type Found = Map<number | null, Result>;

async function findRecent(access: Access, hidden: readonly Task[]): Promise<Found> {
  // Counted back from the NAS's own times: its clock may differ from ours.
  const starts = hidden.map((task) => Date.parse(task.lastJob?.startedAt ?? '')).filter(Number.isFinite);
  const from = Math.floor(Math.min(...starts, access.now.getTime()) / 1000) - USUAL_WINDOW_SECONDS;
  const [only] = hidden;
  const taskId = hidden.length === 1 && only ? (only.id ?? undefined) : undefined;
  const most = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, hidden.length * ROWS_PER_TASK));
  const results = await listResults(access, { action: BACKUP_ACTION, from, taskId }, most);
  return newestPerTask(results);
}

async function findAnytime(access: Access, task: Task, last: Found): Promise<void> {
  if (task.id === null) return;
  const results = await listResults(access, { action: BACKUP_ACTION, taskId: task.id }, FEWEST_ROWS);
  const newest = newestPerTask(results).get(task.id);
  if (newest) last.set(task.id, newest);
}

function newestPerTask(results: readonly Result[]): Found {
  const found: Found = new Map();
  for (const result of results.filter(hasEnded).sort(newestFirst)) {
    if (!found.has(result.taskId)) found.set(result.taskId, result);
  }
  return found;
}
