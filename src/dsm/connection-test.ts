import { type Certificate, lookAtCertificate } from './certificate.js';
import { isAboutPassword, noSuchApi, refusalOf } from './codes.js';
import { type ApiList, requestForm } from './discovery.js';
import { AbbError, type AbbErrorCode } from './errors.js';
import type { Login } from './login.js';
import type { DsmMethod, WireParameters } from './method.js';
import { discover, endSession, logIn } from './open-session.js';
import { isRefusedLogin, refusedLogins } from './refused-logins.js';
import { parseReply } from './reply.js';
import { DEFAULT_LIMITS, type SessionOptions } from './session-options.js';
import { readSystemInfo, SYSTEM_INFO, type SystemInfo } from './system-info.js';
import { Transport } from './transport.js';
import { NEVER } from './withdrawal.js';

/** What is looked at, in this order; each step needs the ones before it. Plain HTTP has no certificate. */
export type Step = 'reachable' | 'certificate' | 'dsm' | 'login' | 'package' | 'permission';

/** How a connection test went. Apart from `deviceId` it holds nothing secret. */
export interface ConnectionReport {
  readonly passed: readonly Step[];
  /** Where it ended early, and why; null when all is well. */
  readonly failed: { readonly step: Step; readonly code: AbbErrorCode; readonly message: string } | null;
  readonly certificate: Certificate | null;
  readonly system: SystemInfo | null;
  /** A trusted-device token that DSM gave for a one-time code, to be kept as a credential; else empty. */
  readonly deviceId: string;
}

/** A read that shows whether the package is there and the account may use it. */
export interface Probe {
  readonly method: DsmMethod;
  readonly parameters: WireParameters;
}

/**
 * Tries out the options of a session, step by step, with one login and no session left behind. Refused credentials
 * are tried too, since somebody has asked for it, and are no longer held to be refused once they have worked.
 * @param options with `credentials.otpCode` this Node becomes a trusted device of the account
 * @returns what works; never throws for what does not
 */
export async function testConnection(options: SessionOptions, probe: Probe): Promise<ConnectionReport> {
  const test = new ConnectionTest(options, probe);
  try {
    await test.run();
  } catch (error) {
    if (!(error instanceof AbbError)) throw error;
    test.fail(error);
  } finally {
    await test.close();
  }
  return test.report;
}

class ConnectionTest {
  readonly #limits;
  readonly #transport: Transport;
  readonly #passed: Step[] = [];
  #step: Step = 'reachable';
  #failed: ConnectionReport['failed'] = null;
  #certificate: Certificate | null = null;
  #system: SystemInfo | null = null;
  #open: { apis: ApiList; login: Login } | undefined;

  constructor(
    private readonly options: SessionOptions,
    private readonly probe: Probe,
  ) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#transport = new Transport(options.address, options.trust, this.#limits);
  }

  get report(): ConnectionReport {
    return {
      passed: this.#passed,
      failed: this.#failed,
      certificate: this.#certificate,
      system: this.#system,
      deviceId: this.options.credentials.otpCode === undefined ? '' : (this.#open?.login.deviceId ?? ''),
    };
  }

  async run(): Promise<void> {
    const { address, trust } = this.options;
    this.#certificate = await lookAtCertificate(address, trust, this.#limits.connectMs);
    this.#pass('reachable', address.protocol === 'https' ? 'certificate' : 'dsm');
    const apis = await this.#discover();
    this.#pass('dsm', 'login');
    const login = await this.#logIn(apis);
    this.#open = { apis, login };
    this.#pass('login', 'package');
    this.#system = await readSystemInfo(this.#transport, apis, login);
    await this.#tryPackage(apis, login);
    this.#pass('permission', 'permission');
  }

  fail({ code, message }: AbbError): void {
    this.#failed = { step: this.#step, code, message };
  }

  async close(): Promise<void> {
    if (this.#open) await endSession(this.#transport, this.#open, this.#limits.farewellMs);
    await this.#transport.close();
  }

  #pass(step: Step, next: Step): void {
    this.#passed.push(step);
    this.#step = next;
  }

  async #discover(): Promise<ApiList> {
    try {
      const apis = await discover(this.#transport, [this.probe.method.api, SYSTEM_INFO.api]);
      if (this.#step === 'certificate') this.#pass('certificate', 'dsm');
      return apis;
    } catch (error) {
      const isUntrusted = error instanceof AbbError && error.code === 'ABB_TLS';
      if (this.#step === 'certificate' && !isUntrusted) this.#pass('certificate', 'dsm');
      throw error;
    }
  }

  async #logIn(apis: ApiList): Promise<Login> {
    const { address, credentials, allowPlainLogin = false } = this.options;
    const { otpCode, ...lasting } = credentials;
    const memory = this.options.refusedLogins ?? refusedLogins;
    try {
      const encrypted = address.protocol === 'https';
      const login = await logIn(this.#transport, apis, { credentials, encrypted, allowPlainLogin });
      // What a code has opened is open to the token that came for it, and to nothing else.
      if (otpCode === undefined) memory.forget(address, lasting);
      else if (login.deviceId === '') memory.forgetPassword(address, lasting);
      else memory.forget(address, { ...lasting, deviceId: login.deviceId });
      return login;
    } catch (error) {
      // Of a login with a code only what is about the password says something about the next one without.
      const isLasting = isRefusedLogin(error) && (otpCode === undefined || isAboutPassword(error));
      if (isLasting) memory.remember(address, lasting, error);
      throw error;
    }
  }

  async #tryPackage(apis: ApiList, login: Login): Promise<void> {
    const { method, parameters } = this.probe;
    const api = apis.get(method.api);
    if (!api) throw noSuchApi(method);
    const form = requestForm(method, api, parameters);
    const answer = await this.#transport.post(`/webapi/${api.path}`, form, login.headers, NEVER);
    const reply = parseReply(answer, method);
    const error = reply.success ? undefined : refusalOf(method, reply.refusal);
    if (error?.code === 'ABB_NOT_INSTALLED') throw error;
    this.#pass('package', 'permission');
    if (error) throw error;
  }
}
