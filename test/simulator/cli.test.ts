import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readArguments } from '../../simulator/cli-arguments.js';
import { startSimulator } from '../../simulator/index.js';

describe('the command line of the simulator', () => {
  it('asks for a demo on port 5001 when it says nothing', () => {
    const read = readArguments([]);
    assert.ok(read !== 'help');
    const { port, host, protocol, dialect, size, seed, speed, control } = read.options;
    assert.deepEqual(
      [port, host, protocol, dialect, size, seed, speed, control],
      [5001, '127.0.0.1', 'https', 'dsm-7.4', 'demo', 1, 1, false],
    );
  });

  it('reads every option', () => {
    const words =
      '--port 0 --host ::1 --http --user u --password p --otp 123456 --dialect random:3 --size 50 --seed 9 ' +
      '--speed 60 --fault-rate 0.5 --control 6000';
    const read = readArguments(words.split(' '));
    assert.ok(read !== 'help');
    assert.deepEqual(read.options, {
      port: 0,
      host: '::1',
      protocol: 'http',
      accounts: [{ name: 'u', password: 'p', otpCodes: ['123456'] }],
      dialect: { random: 3 },
      size: { tasks: 50 },
      seed: 9,
      speed: 60,
      control: { port: 6000 },
    });
    assert.equal(read.faultRate, 0.5);
  });

  it('takes --control without a port, in the middle and at the end', () => {
    for (const words of [['--control', '--http'], ['--control']]) {
      const read = readArguments(words);
      assert.ok(read !== 'help');
      assert.deepEqual(read.options.control, { port: 0 });
    }
  });

  for (const words of [
    '--port 70000',
    '--port x',
    '--dialect dsm-5',
    '--fault-rate 2',
    '--size none',
    '--nope',
  ]) {
    it(`explains what is wrong with ${words}`, () => {
      assert.throws(() => readArguments(words.split(' ')), /--|'/);
    });
  }
});

describe('the command abb-simulator', () => {
  interface Run {
    readonly output: string;
    readonly errors: string;
    readonly code: number | null;
  }

  /** Runs the command; `stopAt` sends an interrupt as soon as the output matches. */
  async function run(words: readonly string[], stopAt?: RegExp): Promise<Run> {
    const file = path.join(__dirname, '../../simulator/cli.ts');
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', file, ...words]);
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (stopAt?.test(output) === true) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { output, errors, code };
  }

  it('prints where it listens and who may log in, and ends at Ctrl-C', async () => {
    const { output, errors, code } = await run(['--port', '0'], /Ctrl-C/);
    assert.match(output, /https:\/\/127\.0\.0\.1:\d+\n.*([0-9A-F]{2}:){31}/);
    assert.match(output, /backup-reader\n.*demo-password/);
    assert.deepEqual([errors, code], ['', 0]);
  });

  it('does not print a password that was given', async () => {
    const { output } = await run(['--port', '0', '--password', 'my-own'], /Ctrl-C/);
    assert.doesNotMatch(output, /my-own/);
  });

  it('says in one line that the port is in use', async () => {
    const other = await startSimulator();
    const { output, errors, code } = await run(['--port', String(other.port)]);
    await other.close();
    assert.deepEqual([output, code], ['', 1]);
    assert.equal(errors, `Port ${other.port} is in use. Choose another one with --port.\n`);
  });

  it('shows its help', async () => {
    const { output, code } = await run(['--help']);
    assert.match(output, /--dialect/);
    assert.equal(code, 0);
  });
});
