import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Where a simulated NAS in another process is. */
export interface DistantNas {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
}

/** Runs `work` with a NAS whose past has so many rows; its memory and time are not those of this process. */
export async function withNas<T>(rows: number, work: (nas: DistantNas) => Promise<T>): Promise<T> {
  const child = fork(path.join(__dirname, 'nas-process.ts'), [String(rows)], {
    execArgv: ['--require', 'tsx/cjs'],
  });
  try {
    return await work(await address(child));
  } finally {
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
  }
}

async function address(child: ChildProcess): Promise<DistantNas> {
  const [nas] = (await once(child, 'message')) as [DistantNas];
  return nas;
}
