/** What the world does by itself at its hour: scheduled backups and retention. */
import { LOG_LEVEL, LOG_TYPE } from './codes.js';
import type { Task } from './model.js';
import type { Removals } from './removals.js';
import type { Runs } from './runs.js';
import { nextTrigger } from './schedule.js';
import type { WorldState } from './state.js';

export class Planner {
  readonly #state: WorldState;
  readonly #runs: Runs;
  readonly #removals: Removals;
  readonly #plans = new Map<number, { readonly moment: number }>();
  #retentionPlan = 0;

  constructor(state: WorldState, runs: Runs, removals: Removals) {
    this.#state = state;
    this.#runs = runs;
    this.#removals = removals;
    this.planAll();
  }

  /** Plans everything anew, as after the clock was set. */
  planAll(): void {
    for (const task of this.#state.fleet.tasks.values()) this.planTask(task);
    this.planRetention();
  }

  /** When a task will start by itself, seconds; 0 when it will not. */
  nextTriggerOf(taskId: number): number {
    return this.#plans.get(taskId)?.moment ?? 0;
  }

  /** Puts the next scheduled start of a task on the agenda; what was planned for it before is void. */
  planTask(task: Task): void {
    const { agenda, zone, fleet, now } = this.#state;
    const moment = nextTrigger(task.schedule, now, zone);
    const plan = { moment };
    this.#plans.set(task.id, plan);
    if (moment === 0) return;
    agenda.note(moment, () => {
      if (!fleet.tasks.has(task.id) || this.#plans.get(task.id) !== plan) return;
      this.planTask(task);
      this.#start(task);
    });
  }

  /** Puts the next run of retention on the agenda; what was planned before is void. */
  planRetention(): void {
    const { agenda, zone, settings, fleet, now } = this.#state;
    this.#retentionPlan += 1;
    const plan = this.#retentionPlan;
    const today = zone.toMoment(zone.dayOf(now), settings.retentionTime);
    const next = today > now ? today : zone.toMoment(zone.dayOf(now) + 1, settings.retentionTime);
    agenda.note(next, () => {
      if (plan !== this.#retentionPlan) return;
      for (const task of fleet.tasks.values()) {
        if (!this.#removals.isRemovingTask(task.id)) this.#removals.purge(task);
      }
      this.planRetention();
    });
  }

  #start(task: Task): void {
    const { logs, record, now } = this.#state;
    if (this.#removals.isRemovingTask(task.id)) return;
    if (this.#runs.of(task.id) === undefined) {
      this.#runs.request(task, 'schedule', '');
      return;
    }
    logs.add(now, { type: LOG_TYPE.sameBackupRunning, level: LOG_LEVEL.warning, task });
    record.add({ at: now, kind: 'run_skipped', taskId: task.id, taskName: task.name });
  }
}
