import type { Simulator } from '../../../../simulator/index.js';
import { onTab, type FlowNode } from '../../../support/node-red.js';

/** Something that a node is asked for, in every form in which it can answer. */
export interface Job {
  readonly name: string;
  readonly type: string;
  readonly settings: readonly object[];
  readonly params?: (nas: Simulator) => object;
}

const OUTPUTS = [{ output: 'normalised' }, { output: 'raw' }] as const;
const LIST = OUTPUTS.flatMap((output) => [output, { ...output, split: true }]);

const firstTask = () => ({ taskIds: 1 });
const ARMED = { armed: true, dryRun: false };

/** Every operation node, and every operation of the settings. Its secrets are all that may not come out. */
export const JOBS: readonly Job[] = [
  { name: 'tasks', type: 'abb-tasks', settings: LIST, params: () => ({ includeVersions: true }) },
  { name: 'versions', type: 'abb-versions', settings: LIST, params: () => ({ taskId: 1 }) },
  { name: 'devices', type: 'abb-devices', settings: LIST },
  { name: 'transfers', type: 'abb-transfers', settings: OUTPUTS, params: () => ({ from: '7d' }) },
  { name: 'hypervisors', type: 'abb-hypervisors', settings: OUTPUTS },
  { name: 'storage', type: 'abb-storage', settings: OUTPUTS },
  { name: 'logs', type: 'abb-logs', settings: LIST },
  { name: 'history', type: 'abb-history', settings: LIST },
  {
    name: 'result-details',
    type: 'abb-result-details',
    settings: LIST,
    params: (nas) => ({ resultId: nas.world.versions.of(nas.world.task(2)).at(-1)?.resultId ?? 1 }),
  },
  { name: 'health', type: 'abb-health', settings: OUTPUTS },
  {
    name: 'watch',
    type: 'abb-watch',
    settings: ['run', 'each'].map((machines) => ({ machines, start: 'hours', hours: 48, events: [] })),
  },
  ...settingsJobs(),
  { name: 'run', type: 'abb-run-backup', settings: OUTPUTS, params: firstTask },
  {
    name: 'wait',
    type: 'abb-run-backup',
    settings: OUTPUTS.map((output) => ({ ...output, pollInterval: 0.1 })),
    params: () => ({ ...firstTask(), wait: true, timeout: 1 }),
  },
  { name: 'cancel', type: 'abb-cancel-backup', settings: OUTPUTS, params: firstTask },
  {
    name: 'remove',
    type: 'abb-remove-task',
    settings: [...OUTPUTS, { output: 'raw', ...ARMED }],
    params: (nas) => lastTask(nas),
  },
  {
    name: 'delete',
    type: 'abb-delete-versions',
    settings: [...OUTPUTS, { output: 'raw', ...ARMED }],
    params: (nas) => oldestVersion(nas),
  },
];

function settingsJobs(): Job[] {
  const params = {
    get: {},
    setConcurrentDevices: { value: 4 },
    setRetentionTime: { hour: 3, minute: 30 },
    setBandwidth: { enable: true, bandwidth: 10 },
    setCertificate: { usePackageCertificate: true },
  };
  return Object.entries(params).map(([operation, given]) => ({
    name: operation,
    type: 'abb-settings',
    settings: OUTPUTS.map((output) => ({ ...output, operation })),
    params: () => given,
  }));
}

function lastTask(nas: Simulator): object {
  const id = Math.max(...nas.world.fleet.tasks.keys());
  return { taskIds: id, confirm: nas.world.task(id).name };
}

function oldestVersion(nas: Simulator): object {
  const [version] = nas.world.versions.of(nas.world.task(2));
  return { taskId: 2, versionIds: version?.id ?? 1, confirm: [version?.id ?? 1] };
}

/** The id of the node that does a job in one of its forms, in one lane. */
export function jobNodeId(lane: string, job: Job, form: number): string {
  return `${lane}-${job.name}-${form % job.settings.length}`;
}

/** The nodes of all jobs, which send to a debug node as flows do while they are being made. */
export function jobNodes(lane: string, session: string): FlowNode[] {
  return JOBS.flatMap((job) =>
    job.settings.map((settings, form) =>
      onTab(jobNodeId(lane, job, form), job.type, {
        session,
        wires: [['debug'], ['debug']],
        ...settings,
      }),
    ),
  );
}
