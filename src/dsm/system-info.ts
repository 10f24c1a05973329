import { type ApiList, requestForm } from './discovery.js';
import type { Login } from './login.js';
import type { DsmMethod } from './method.js';
import { parseReply } from './reply.js';
import type { Transport } from './transport.js';
import { NEVER } from './withdrawal.js';

/** Says what the NAS is; needs a session. 2 is the highest version that is known of it. */
export const SYSTEM_INFO: DsmMethod = { api: 'SYNO.DSM.Info', method: 'getinfo', version: 2, effect: 'read' };

/** What kind of NAS answers. */
export interface SystemInfo {
  /** Such as `DS923+`; null when DSM does not say. */
  readonly model: string | null;
  /** Such as `DSM 7.4-81180`; null when DSM does not say. */
  readonly version: string | null;
}

/** Asks for model and version. Nice to know and nothing more, so a NAS that does not tell is no failure. */
export async function readSystemInfo(transport: Transport, apis: ApiList, login: Login): Promise<SystemInfo> {
  const api = apis.get(SYSTEM_INFO.api);
  if (!api) return { model: null, version: null };
  const form = requestForm(SYSTEM_INFO, api, {});
  const reply = await transport
    .post(`/webapi/${api.path}`, form, login.headers, NEVER)
    .then((answer) => parseReply(answer, SYSTEM_INFO))
    .catch(() => undefined);
  const data = reply?.success === true ? reply.data : undefined;
  const { model, version_string: version } = (data ?? {}) as { model?: unknown; version_string?: unknown };
  return { model: text(model), version: text(version) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
