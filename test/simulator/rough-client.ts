/**
 * A client as rough as curl, for the tests of the simulator: sends what it is told and shows what came. It does not
 * use the project's own client, which would hide the same misunderstanding on both sides.
 */
import { Agent, request } from 'undici';
import type { Simulator } from '../../simulator/index.js';

export interface RoughReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: DsmBody;
}

/** A reply of DSM, as far as it was JSON. */
export interface DsmBody {
  readonly success?: boolean;
  readonly data?: unknown;
  readonly error?: { readonly code: number; readonly errors?: unknown };
}

export interface Login {
  readonly sid: string;
  readonly synotoken: string;
  readonly did?: string;
  readonly device_id?: string;
  readonly account?: string;
}

export class RoughClient {
  private readonly agent: Agent;

  constructor(
    private readonly simulator: Simulator,
    connections = 8,
  ) {
    this.agent = new Agent({ connections, connect: { rejectUnauthorized: false } });
  }

  /** POSTs a form to a cgi; the path may also be e.g. `entry.cgi/SYNO.X.Y`. */
  async post(
    form: Readonly<Record<string, string>>,
    { path = 'entry.cgi', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
  ): Promise<RoughReply> {
    return this.send('POST', `/webapi/${path}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    });
  }

  async get(
    query: Readonly<Record<string, string>>,
    { path = 'entry.cgi', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
  ): Promise<RoughReply> {
    return this.send('GET', `/webapi/${path}?${new URLSearchParams(query).toString()}`, { headers });
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<RoughReply> {
    const response = await request(`${this.simulator.url}${path}`, {
      method,
      headers,
      body: body ?? null,
      dispatcher: this.agent,
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, body: readBody(text) };
  }

  /** As `post`, with the body as it came over the wire. */
  async postForBytes(
    form: Readonly<Record<string, string>>,
  ): Promise<{ headers: RoughReply['headers']; bytes: Buffer }> {
    const response = await request(`${this.simulator.url}/webapi/entry.cgi`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      dispatcher: this.agent,
    });
    return { headers: response.headers, bytes: Buffer.from(await response.body.arrayBuffer()) };
  }

  /** One call of an API, POSTed with the parameters given. */
  async call(
    api: string,
    method: string,
    parameters: Readonly<Record<string, string>> = {},
    version = '1',
  ): Promise<DsmBody> {
    return (await this.post({ api, method, version, ...parameters })).body;
  }

  /** The code with which a call is refused, 0 when it succeeds. */
  async codeOf(
    api: string,
    method: string,
    parameters: Readonly<Record<string, string>> = {},
    version = '1',
  ): Promise<number> {
    return (await this.call(api, method, parameters, version)).error?.code ?? 0;
  }

  async tryLogin(parameters: Readonly<Record<string, string>> = {}, version = '6'): Promise<RoughReply> {
    const { name, password } = this.simulator.accounts.list()[0] ?? { name: '', password: '' };
    const form = {
      api: 'SYNO.API.Auth',
      method: 'login',
      version,
      account: name,
      passwd: password,
      ...parameters,
    };
    return this.post(form, { path: this.simulator.dialect.authPath });
  }

  /** @throws Error when the login is refused */
  async login(parameters: Readonly<Record<string, string>> = {}, version = '6'): Promise<Login> {
    const { body } = await this.tryLogin(parameters, version);
    if (body.success !== true) throw new Error(`login refused: ${JSON.stringify(body)}`);
    return body.data as Login;
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function readBody(text: string): DsmBody {
  try {
    return JSON.parse(text) as DsmBody;
  } catch {
    return {};
  }
}
