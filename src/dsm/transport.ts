import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';

import { type buildConnector, Pool } from 'undici';

import { TransportError } from './errors.js';
import { Exchange } from './exchange.js';
import { errorCode, explainFailure } from './network-failures.js';
import { textOf } from './reply-text.js';
import { type Trust, connector } from './trust.js';
import type { Withdrawal } from './withdrawal.js';

/** Where a NAS is. */
export interface Address {
  readonly protocol: 'https' | 'http';
  /** Host name, IPv4 or IPv6 address, without brackets. */
  readonly host: string;
  /** 1-65535; DSM's own defaults are 5001 (https) and 5000 (http). */
  readonly port: number;
  /** What a reverse proxy puts before DSM's own paths, such as `/nas`; empty for none. */
  readonly basePath: string;
}

/** `host:port`, as sentences name a NAS. */
export function nameOf({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What one request may take. */
export interface Limits {
  /** Milliseconds to open a connection, TLS included. */
  readonly connectMs: number;
  /** Milliseconds from sending a request to the last byte of its answer. */
  readonly requestMs: number;
  /** Largest answer in bytes. */
  readonly replyBytes: number;
  /** Milliseconds after which an unused connection is not trusted to be still there. */
  readonly idleMs: number;
  /** Requests at a time, which is also the number of connections. */
  readonly concurrency: number;
}

const gunzipped = promisify(gunzip);

/** Sends forms to one NAS over kept connections and gives back JSON. Knows HTTP and TLS, but nothing of DSM. */
export class Transport {
  readonly #address: Address;
  readonly #connect: buildConnector.connector;
  #pool: Pool;
  /** Pools that get no more requests, but are still at work on some. */
  readonly #retired = new Set<Pool>();
  /** Wall-clock time of the last sign of life, milliseconds since the epoch. */
  #usedAt = Date.now();
  #underWay = 0;
  readonly #basePath: string;
  readonly #limits: Limits;
  /** `host:port`, as sentences name the NAS. */
  readonly name: string;

  constructor(address: Address, trust: Trust, limits: Limits) {
    this.name = nameOf(address);
    this.#basePath = address.basePath.replace(/\/+$/, '');
    this.#limits = limits;
    this.#address = address;
    this.#connect = toHost(address.host, connector(trust, limits.connectMs));
    this.#pool = this.#newPool();
  }

  /**
   * Posts a form and parses the answer.
   * @param path below the base path, such as `/webapi/entry.cgi`
   * @param signal aborts the request; the abort reason is what is thrown
   * @throws TransportError for everything that keeps DSM's answer from arriving whole
   */
  async post(
    path: string,
    form: URLSearchParams,
    headers: Readonly<Record<string, string>>,
    signal: Withdrawal,
  ): Promise<unknown> {
    const exchange = new Exchange();
    if (this.#mayHaveSlept) this.#retire(this.#pool);
    const pool = this.#pool;
    this.#underWay += 1;
    const timer = setTimeout(() => {
      // If this connection is dead, so may be the idle ones; each would cost another request to find out.
      this.#retire(pool);
      exchange.abort(this.#timedOut(exchange.hasBegun));
    }, this.#limits.requestMs);
    const cancel = () => exchange.abort(signal.reason);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      const request = {
        path: `${this.#basePath}${path}`,
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: form.toString(),
      } as const;
      pool.dispatch(request, exchange);
      const answer = await exchange.answer;
      const { status, parts } = answer;
      if (status !== 200) throw this.#badStatus(status);
      const isZipped = answer.headers['content-encoding'] === 'gzip';
      return this.#parse(isZipped ? [await this.#unzip(Buffer.concat(parts))] : parts);
    } catch (error) {
      if (errorCode(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') throw this.#tooLarge();
      throw explainFailure(error, this.name, this.#limits.connectMs);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      this.#underWay -= 1;
      this.#usedAt = Date.now();
    }
  }

  /** Drops all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#pool, ...this.#retired].map((pool) => pool.destroy()));
  }

  #newPool(): Pool {
    const { concurrency, replyBytes } = this.#limits;
    return new Pool(originOf(this.#address), {
      connections: concurrency,
      pipelining: 1,
      // The limit on the whole request covers these; undici's own would answer first with less to say.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: replyBytes,
      connect: this.#connect,
    });
  }

  /**
   * undici closes idle connections by timers, which stand still while the machine sleeps. What is left of them then
   * leads nowhere, and a request on it would be lost without a trace. The wall clock does not stand still.
   */
  get #mayHaveSlept(): boolean {
    const idleMs = Date.now() - this.#usedAt;
    return this.#underWay === 0 && (idleMs < 0 || idleMs >= this.#limits.idleMs);
  }

  /** Lets a pool finish what it is at, and takes a new one from now on. */
  #retire(pool: Pool): void {
    if (pool !== this.#pool) return;
    this.#pool = this.#newPool();
    this.#retired.add(pool);
    const forget = () => this.#retired.delete(pool);
    pool.close().then(forget, forget);
  }

  #parse(parts: readonly Buffer[]): unknown {
    const text = textOf(parts);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new TransportError('ABB_BAD_REPLY', 'reply.notJson', { host: this.name }, true, true);
    }
  }

  async #unzip(body: Buffer): Promise<Buffer> {
    try {
      return await gunzipped(body, { maxOutputLength: this.#limits.replyBytes });
    } catch (error) {
      if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw this.#tooLarge();
      throw new TransportError('ABB_BAD_REPLY', 'reply.notJson', { host: this.name }, true, true);
    }
  }

  #badStatus(status: number): TransportError {
    const redirected = status >= 300 && status < 400;
    const failedBehind = status >= 500;
    const turnedAway = redirected || (status >= 400 && status < 500);
    return new TransportError(
      'ABB_BAD_REPLY',
      redirected ? 'reply.redirect' : 'reply.status',
      { host: this.name, status },
      // A gateway's 5xx, or an odd yes, may hide that DSM did the work; a redirect or a 4xx never got that far.
      !turnedAway,
      failedBehind,
    );
  }

  #tooLarge(): TransportError {
    const megabytes = Math.floor(this.#limits.replyBytes / 2 ** 20);
    return new TransportError('ABB_BAD_REPLY', 'reply.tooLarge', { host: this.name, megabytes }, true, false);
  }

  #timedOut(mayHaveRun: boolean): TransportError {
    const seconds = this.#limits.requestMs / 1000;
    const values = { host: this.name, seconds };
    return new TransportError('ABB_TIMEOUT', 'network.timeout', values, mayHaveRun, false);
  }
}

// A URL has no place for the zone of an IPv6 address, such as `%eth0`.
const ZONE = /%.*$/;

function originOf(address: Address): string {
  return `${address.protocol}://${nameOf({ ...address, host: address.host.replace(ZONE, '') })}`;
}

/** The connector to a host that the URL does not name in full. */
function toHost(host: string, connect: buildConnector.connector): buildConnector.connector {
  if (!ZONE.test(host)) return connect;
  return (options, done) => connect({ ...options, hostname: host }, done);
}
