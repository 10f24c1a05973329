#!/usr/bin/env node
/** The simulator as a command. */
import { readArguments, helpText } from './cli-arguments.js';
import type { CliArguments } from './cli-arguments.js';
import { startSimulator } from './index.js';
import type { Simulator } from './index.js';

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const parsed = readArguments(process.argv.slice(2));
  if (parsed === 'help') {
    print(helpText);
    return;
  }
  const simulator = await startSimulator({
    ...parsed.options,
    onInternalError: (error) => complain(explain(error)),
  });
  if (parsed.faultRate > 0) {
    simulator.faults.random({ rate: parsed.faultRate, seed: parsed.options.seed ?? 1 });
  }
  stopOnSignal(simulator);
  introduce(simulator, parsed);
}

function introduce(simulator: Simulator, { account, dialectText }: CliArguments): void {
  print(`A simulated Synology NAS (${dialectText}) with Active Backup for Business:`);
  print(`  address      ${simulator.url}`);
  if (simulator.fingerprint !== '') print(`  fingerprint  ${simulator.fingerprint} (SHA-256)`);
  print(`  account      ${account.name}`);
  print(`  password     ${account.isDemo ? account.password : 'the one you gave'}`);
  if (account.hasOtp) print('  second step  one-time code');
  if (simulator.controlUrl !== undefined) print(`  control      ${simulator.controlUrl}`);
  print('Ctrl-C stops it.');
}

function stopOnSignal(simulator: Simulator): void {
  const stop = (): void => {
    void simulator.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** One clear line for what people meet; everything else is a defect and keeps its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : '';
    return `Port ${port} is in use. Choose another one with --port.`;
  }
  if (code === 'EACCES') return 'This port may not be used. Choose one above 1023 with --port.';
  if (code === 'EADDRNOTAVAIL') return 'This machine does not have that address. Check --host.';
  if (code.startsWith('ERR_PARSE_ARGS') || error instanceof RangeError) return `${error.message} See --help.`;
  return error.stack ?? error.message;
}

main().catch((error: unknown) => complain(explain(error)));
