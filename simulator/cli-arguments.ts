/** What the command line of the simulator says. */
import { parseArgs } from 'node:util';
import { demoAccount } from './dsm/accounts.js';
import { dialectNames, isDialectName } from './dialects.js';
import type { DialectChoice } from './dialects.js';
import type { SimulatorOptions } from './options.js';

export const helpText = `abb-simulator: a simulated Synology NAS with Active Backup for Business

Usage: abb-simulator [options]

  --port <number>       port to listen on (5001)
  --host <address>      address to listen on (127.0.0.1)
  --http                plain HTTP in place of HTTPS
  --user <name>         account name (${demoAccount.name})
  --password <text>     its password (${demoAccount.password})
  --otp <codes|secret>  ask for a one-time code: six-digit codes separated by commas, each good once,
                        or the base32 secret of an authenticator app
  --dialect <name>      ${dialectNames.join(', ')}, or random:<seed> (dsm-7.4)
  --size <size>         demo, empty, or a number of tasks (demo)
  --seed <number>       the same seed gives the same NAS (1)
  --speed <number>      simulated seconds per real second (1)
  --fault-rate <0..1>   share of requests that go wrong (0)
  --control [port]      interface to look behind the scenes, on this machine only (a free port)
  --help                this text`;

export interface CliArguments {
  readonly options: SimulatorOptions;
  readonly faultRate: number;
  readonly dialectText: string;
  readonly account: {
    readonly name: string;
    readonly password: string;
    /** The password is the published one of the demo, so it may be shown. */
    readonly isDemo: boolean;
    readonly hasOtp: boolean;
  };
}

const optionTypes = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string', default: '5001' },
  host: { type: 'string', default: '127.0.0.1' },
  http: { type: 'boolean' },
  user: { type: 'string', default: demoAccount.name },
  password: { type: 'string', default: demoAccount.password },
  otp: { type: 'string' },
  dialect: { type: 'string', default: 'dsm-7.4' },
  size: { type: 'string', default: 'demo' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  'fault-rate': { type: 'string', default: '0' },
  control: { type: 'string' },
} as const;

/**
 * Reads the command line.
 *
 * @throws RangeError, or an error of `parseArgs`, with a sentence that says what is wrong
 */
export function readArguments(words: readonly string[]): CliArguments | 'help' {
  const { values } = parseArgs({ args: withControlPort(words), options: optionTypes });
  if (values.help === true) return 'help';
  const otp = otpFrom(values.otp);
  const account = { name: values.user, password: values.password, ...otp };
  return {
    options: {
      port: numberFrom('port', values.port, 0, 65535),
      host: values.host,
      protocol: values.http === true ? 'http' : 'https',
      accounts: [account],
      dialect: dialectFrom(values.dialect),
      size: sizeFrom(values.size),
      seed: numberFrom('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
      speed: numberFrom('speed', values.speed, 0, 1_000_000),
      control: values.control !== undefined && { port: numberFrom('control', values.control, 0, 65535) },
    },
    faultRate: numberFrom('fault-rate', values['fault-rate'], 0, 1),
    dialectText: values.dialect,
    account: {
      name: account.name,
      password: account.password,
      isDemo: account.password === demoAccount.password,
      hasOtp: values.otp !== undefined,
    },
  };
}

/** `--control` may stand without a port, which `parseArgs` cannot express. */
function withControlPort(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    const hasPort = /^\d+$/.test(words[index + 1] ?? '');
    return word === '--control' && !hasPort ? ['--control', '0'] : [word];
  });
}

function numberFrom(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= least && number <= most)) {
    throw new RangeError(`--${name} is a number from ${least} to ${most}, not "${text}".`);
  }
  return number;
}

function dialectFrom(text: string): DialectChoice {
  if (isDialectName(text)) return text;
  const seed = /^random:(\d+)$/.exec(text)?.[1];
  if (seed !== undefined) return { random: Number(seed) };
  throw new RangeError(`--dialect is one of ${dialectNames.join(', ')}, random:<seed>; not "${text}".`);
}

function otpFrom(text: string | undefined): { otpCodes?: string[]; otpSecret?: string } {
  if (text === undefined) return {};
  return /^\d{6}(,\d{6})*$/.test(text) ? { otpCodes: text.split(',') } : { otpSecret: text };
}

function sizeFrom(text: string): NonNullable<SimulatorOptions['size']> {
  if (text === 'demo' || text === 'empty') return text;
  return { tasks: numberFrom('size', text, 1, 100_000) };
}
