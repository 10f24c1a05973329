/** Whether the backups of tasks and devices are as they should be: pure functions over plain data. */
export { DEFAULT_WINDOW_DAYS, judge, judgeDevices } from './judge.js';
export {
  type DayCell,
  type DayOutcome,
  type DeviceHealth,
  type DeviceRun,
  type DeviceTaskHealth,
  HEALTH_STATES,
  type HealthInput,
  type HealthOptions,
  type HealthReport,
  type HealthState,
  type MaxAgeHours,
  type StateCounts,
  type TaskHealth,
  type Verdict,
} from './types.js';
