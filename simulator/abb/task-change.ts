/** Reading what Task.set may change. */
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import type { Retention, Schedule } from '../world/model.js';
import type { TaskChange } from '../world/task-edits.js';
import { flag, integer, optionalInteger, optionalIntegers, optionalText, record } from './parameters.js';
import { INVALID_VALUE } from './refusals.js';

function inRange(value: number, low: number, high: number): number {
  if (value < low || value > high) throw new DsmRefusal(INVALID_VALUE);
  return value;
}

function schedule(content: Parameters): Schedule {
  return {
    enabled: (optionalInteger(content, 'schedule_setting_type') ?? 0) !== 0,
    hour: inRange(integer(content, 'run_hour'), 0, 23),
    minute: inRange(integer(content, 'run_min'), 0, 59),
    weekdays: (optionalIntegers(content, 'run_weekday') ?? []).map((day) => inRange(day, 0, 6)),
    repeatHours: inRange(optionalInteger(content, 'repeat_hour') ?? 0, 0, 23),
  };
}

/** A value that is missing falls back to its default, so a policy has to be sent whole. */
function retention(policy: Parameters): Retention {
  return {
    keepAll: flag(policy, 'keep_all'),
    keepVersions: optionalInteger(policy, 'keep_versions') ?? 0,
    keepDays: optionalInteger(policy, 'keep_days') ?? 0,
  };
}

/** What a call of Task.set changes; parameters that the simulator does not know are ignored. */
export function taskChange(parameters: Parameters): TaskChange {
  const name = optionalText(parameters, 'task_name');
  const maxConcurrentDevices = optionalInteger(parameters, 'max_concurrent_devices');
  return {
    ...(name === undefined ? {} : { name }),
    ...(maxConcurrentDevices === undefined ? {} : { maxConcurrentDevices }),
    ...(parameters['sched_content'] === undefined
      ? {}
      : { schedule: schedule(record(parameters, 'sched_content')) }),
    ...(parameters['retention_policy'] === undefined
      ? {}
      : { retention: retention(record(parameters, 'retention_policy')) }),
  };
}
