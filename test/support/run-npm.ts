import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const windows = process.platform === 'win32';

/** The npm that runs us; without one (`npx mocha`), the npm of the PATH. */
function npmCommand(): [string, string[]] {
  const started = process.env['npm_execpath'];
  return started?.endsWith('npm-cli.js') === true ? [process.execPath, [started]] : ['npm', []];
}

/** Runs npm in a folder and answers what it wrote; rejects with npm's own words when it fails. */
export async function runNpm(folder: string, args: readonly string[]): Promise<string> {
  const [program, first] = npmCommand();
  const options = { cwd: folder, shell: windows && program === 'npm', maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute(program, [...first, ...args], options);
  return stdout;
}
