import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { runNpm } from './run-npm.js';

/** The folder of the clone. */
export const root = path.resolve(__dirname, '..', '..');

/** What the tests read of package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly repository?: { readonly url: string };
  readonly bugs?: { readonly url: string };
  readonly keywords: readonly string[];
  readonly engines: { readonly node: string };
  readonly main: string;
  readonly types: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly 'node-red': { readonly version: string; readonly nodes: Readonly<Record<string, string>> };
}

/** Reads a JSON file of the clone; the caller names its shape. */
export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

/** Reads a text file of the clone. */
export function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

export const manifest = readJson('package.json') as Manifest;

/** The names of our node types: each node has a set of its own, of the same name. */
export const nodeTypes: readonly string[] = Object.keys(manifest['node-red'].nodes);

/** A tarball as npm would publish it, and the paths in it. */
export interface PackedPackage {
  readonly tarball: string;
  readonly files: readonly string[];
}

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Builds the package and packs it into `folder`. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'build.js')], { cwd: root });
  const report = await runNpm(root, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = JSON.parse(report) as PackReport[];
  if (packed === undefined) throw new Error(`npm pack said: ${report}`);
  return { tarball: path.join(folder, packed.filename), files: packed.files.map((file) => file.path) };
}
