/** SYNO.API.Auth: login and logout in all the spellings of its versions. */
import { randomBytes } from 'node:crypto';
import { CANARY } from '../abb/secrets.js';
import { DsmRefusal } from '../api.js';
import type { Parameters } from '../api.js';
import type { Dialect } from '../dialect.js';
import { needsOtp } from './accounts.js';
import type { AccountOptions, Accounts } from './accounts.js';
import type { AutoBlock } from './auto-block.js';
import { textOf } from './call.js';
import type { DsmApi, DsmCall } from './call.js';
import type { Session, Sessions } from './sessions.js';
import type { TrustedDevices } from './trusted-devices.js';

export interface AuthServices {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly autoBlock: AutoBlock;
  readonly trustedDevices: TrustedDevices;
}

/** What DSM sends as `synotoken` when the login did not ask for one. */
const noToken = '--------';
/** Life of the cookies of a login, seconds: seven days. */
const cookieMaxAge = 604_800;

export function authApi(services: AuthServices, dialect: Dialect): DsmApi {
  return {
    path: dialect.authPath,
    minVersion: 1,
    maxVersion: dialect.authMaxVersion,
    methods: {
      login: { right: 'none', run: (parameters, call) => login(services, parameters, call) },
      logout: { right: 'none', run: (_parameters, call) => logout(services, call) },
    },
  };
}

/** SYNO.API.Auth.Type: which factors an account has, told without a password. */
export function authTypeApi(accounts: Accounts): DsmApi {
  return {
    path: 'entry.cgi',
    minVersion: 1,
    maxVersion: 1,
    requestFormat: 'JSON',
    methods: {
      get: {
        right: 'none',
        required: ['account'],
        run(parameters) {
          const account = accounts.get(textOf(parameters, 'account'));
          const withOtp = account !== undefined && needsOtp(account);
          return withOtp ? [{ type: 'passwd' }, { type: 'authenticator' }] : [{ type: 'passwd' }];
        },
      },
    },
  };
}

function login(services: AuthServices, parameters: Parameters, call: DsmCall): unknown {
  const { address } = call.envelope;
  try {
    if (services.autoBlock.isBlocked(address)) throw new DsmRefusal(407);
    const account = checkPassword(services.accounts, parameters);
    const deviceToken = checkSecondFactor(services, account, parameters, call.version);
    const wantsToken = call.version >= 3 && textOf(parameters, 'enable_syno_token') === 'yes';
    const session = services.sessions.start(account.name, textOf(parameters, 'session'), address, wantsToken);
    return loginReply(session, deviceToken, parameters, call);
  } catch (error) {
    if (error instanceof DsmRefusal) {
      services.autoBlock.note(address, textOf(parameters, 'account'), error.code);
    }
    throw error;
  }
}

function checkPassword(accounts: Accounts, parameters: Parameters): AccountOptions {
  const account = accounts.get(textOf(parameters, 'account'));
  if (account?.password !== textOf(parameters, 'passwd')) throw new DsmRefusal(400);
  if (account.refusal !== undefined) throw new DsmRefusal(account.refusal);
  if (account.deniedSessions?.includes(textOf(parameters, 'session')) === true) throw new DsmRefusal(402);
  return account;
}

/** Answers the trusted-device token that the reply carries: a new one, the one that was used, or none. */
function checkSecondFactor(
  services: AuthServices,
  account: AccountOptions,
  parameters: Parameters,
  version: number,
): string | undefined {
  if (!needsOtp(account)) return undefined;
  const deviceName = textOf(parameters, 'device_name');
  const deviceToken = textOf(parameters, 'device_id');
  if (deviceToken !== '' && services.trustedDevices.accepts(account.name, deviceToken, deviceName)) {
    return deviceToken;
  }
  const code = textOf(parameters, 'otp_code');
  if (code === '') throw otpChallenge(version);
  if (!services.accounts.acceptCode(account, code)) throw new DsmRefusal(404);
  const wantsDevice = textOf(parameters, 'enable_device_token') === 'yes' && deviceName !== '';
  return wantsDevice ? services.trustedDevices.issue(account.name, deviceName) : undefined;
}

function otpChallenge(version: number): DsmRefusal {
  if (version < 7) return new DsmRefusal(403);
  const token = `${CANARY}challenge-${randomBytes(24).toString('base64url')}`;
  return new DsmRefusal(403, { token, types: [{ type: 'authenticator' }, { type: 'otp' }] });
}

function loginReply(
  session: Session,
  deviceToken: string | undefined,
  parameters: Parameters,
  call: DsmCall,
): Record<string, unknown> {
  const { version, dialect, envelope } = call;
  const isVersion7 = version >= 7;
  const tokenField = isVersion7 ? dialect.deviceTokenField : 'did';
  if (textOf(parameters, 'format') === 'cookie') envelope.setCookie('id', session.sid, cookieMaxAge);
  if (!isVersion7 && deviceToken !== undefined) envelope.setCookie('did', deviceToken, cookieMaxAge);
  return {
    ...(isVersion7 ? { account: session.account } : {}),
    // A version 7 reply has the field even without a token; the older ones leave it out.
    ...(isVersion7 || deviceToken !== undefined ? { [tokenField]: deviceToken ?? '' } : {}),
    ...(isVersion7 ? { ik_message: '' } : {}),
    is_portal_port: false,
    sid: session.sid,
    ...(version >= 3 ? { synotoken: session.synoToken ?? noToken } : {}),
  };
}

/** Always succeeds, also without a session: some clients log out without naming theirs. */
function logout(services: AuthServices, call: DsmCall): undefined {
  if (call.session !== null) services.sessions.end(call.session.sid, 119);
  return undefined;
}
