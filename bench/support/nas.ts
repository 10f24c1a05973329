import { fork } from 'node:child_process';
import path from 'node:path';

import { Pool } from 'undici';

/** A simulated NAS in a process of its own, so that its work is not measured with ours. */
export interface Nas {
  readonly port: number;
  close(): void;
}

/** @param tasks how many tasks it has; undefined for the demo's */
export function startNas(tasks?: number): Promise<Nas> {
  const child = fork(path.join(__dirname, 'nas-process.ts'), tasks === undefined ? [] : [String(tasks)], {
    execArgv: ['--require', 'tsx/cjs'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the simulator ended before it was up')));
    child.once('message', ({ port }: { port: number }) => resolve({ port, close: () => child.kill() }));
  });
}

/** What others would write by hand: a kept connection, one request, `JSON.parse`. */
export class BareClient {
  readonly #pool: Pool;
  #headers: Readonly<Record<string, string>> = {};

  constructor(port: number) {
    const connect = { rejectUnauthorized: false };
    this.#pool = new Pool(`https://127.0.0.1:${port}`, { connections: 16, pipelining: 1, connect });
  }

  async logIn(): Promise<Readonly<Record<string, string>>> {
    const form = { api: 'SYNO.API.Auth', method: 'login', version: '7', account: 'backup-reader' };
    const body = { ...form, passwd: 'demo-password', format: 'sid', enable_syno_token: 'yes' };
    const { data } = JSON.parse(await this.fetchText(body)) as { data: { sid: string; synotoken: string } };
    this.#headers = { cookie: `id=${data.sid}`, 'x-syno-token': data.synotoken };
    return this.#headers;
  }

  async fetchText(form: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await this.#pool.request({
      path: '/webapi/entry.cgi',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...this.#headers },
      body: new URLSearchParams(form).toString(),
    });
    return body.text();
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** The same request that `abb-tasks` makes. `to` makes requests differ where they must not be shared. */
export function taskListForm(to?: number): Readonly<Record<string, string>> {
  return {
    api: 'SYNO.ActiveBackup.Task',
    method: 'list',
    version: '1',
    load_status: 'true',
    load_result: 'true',
    load_devices: 'true',
    load_versions: 'false',
    filter: JSON.stringify(to === undefined ? {} : { to_timestamp: to }),
  };
}
