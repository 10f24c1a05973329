/** Making tasks and changing them. */
import type { Builder } from './builder.js';
import { BACKUP_TYPE, LOG_TYPE } from './codes.js';
import type { Retention, Schedule, Task } from './model.js';
import type { NewTask } from './options.js';
import type { Planner } from './planner.js';
import { Refused } from './refused.js';
import { UNSCHEDULED } from './schedule.js';
import type { WorldState } from './state.js';

/** What may be changed about a task. */
export interface TaskChange {
  readonly name?: string;
  readonly schedule?: Schedule;
  readonly retention?: Retention;
  readonly maxConcurrentDevices?: number;
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function dailyAt(hour: number | undefined): Schedule {
  if (hour === undefined) return UNSCHEDULED;
  return { enabled: true, hour, minute: 0, weekdays: EVERY_DAY, repeatHours: 0 };
}

function hostNameFor(taskName: string): string {
  return taskName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

export class TaskEdits {
  readonly #state: WorldState;
  readonly #build: Builder;
  readonly #planner: Planner;

  constructor(state: WorldState, build: Builder, planner: Planner) {
    this.#state = state;
    this.#build = build;
    this.#planner = planner;
  }

  /** Makes a task with devices of its own. @throws Refused when the name is used */
  add(wanted: NewTask): Task {
    const { fleet, logs, record, now } = this.#state;
    this.#checkName(wanted.name);
    if (fleet.storages.size === 0) this.#build.storage(1, 'ActiveBackupforBusiness', 10);
    const backupType = wanted.backupType ?? BACKUP_TYPE.pc;
    const hostNames = wanted.hostNames ?? [hostNameFor(wanted.name)];
    const keepVersions = wanted.keepVersions ?? 10;
    const sketch = {
      name: wanted.name,
      backupType,
      deviceIds: hostNames.map((hostName) => this.#build.device({ hostName, backupType }, now)),
      storageId: fleet.storages.keys().next().value ?? 1,
      schedule: dailyAt(wanted.dailyAtHour),
      retention: { keepAll: false, keepVersions, keepDays: 0 },
      failRate: wanted.failRate ?? 0,
    };
    const task = this.#build.task(sketch, now);
    this.#planner.planTask(task);
    logs.add(now, { type: LOG_TYPE.taskCreated, task });
    record.add({ at: now, kind: 'task_added', taskId: task.id, taskName: task.name });
    return task;
  }

  /** Changes a task; its past keeps the old name. @throws Refused when the name is used */
  change(task: Task, change: TaskChange): void {
    const { record, now } = this.#state;
    if (change.name !== undefined && change.name !== task.name) this.#rename(task, change.name);
    if (change.schedule !== undefined) {
      task.schedule = change.schedule;
      task.scheduleModifiedAt = now;
      this.#planner.planTask(task);
    }
    task.retention = change.retention ?? task.retention;
    task.maxConcurrentDevices = change.maxConcurrentDevices ?? task.maxConcurrentDevices;
    record.add({ at: now, kind: 'task_changed', taskId: task.id, taskName: task.name });
  }

  #rename(task: Task, name: string): void {
    const { logs, record, now } = this.#state;
    this.#checkName(name);
    task.name = name;
    logs.add(now, { type: LOG_TYPE.taskRenamed, task });
    record.add({ at: now, kind: 'task_renamed', taskId: task.id, taskName: name });
  }

  #checkName(name: string): void {
    for (const task of this.#state.fleet.tasks.values())
      if (task.name === name) throw new Refused('name_used');
  }
}
