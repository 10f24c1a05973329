'use strict';

/**
 * Builds `dist/`: compiles the TypeScript, and puts the editor halves, icons, texts and help where Node-RED's
 * loader looks for them, beside the compiled nodes. Nothing is done when neither a source nor an output has
 * changed since the last build. The new build replaces `dist/` as a whole, so that nothing stale stays in it.
 */
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { root, runNode } = require('./support/commands.js');
const { Failure } = require('./support/failure.js');

const dist = path.join(root, 'dist');
const stampFile = path.join(root, '.cache', 'build.json');
const sources = [
  'src',
  'nodes',
  'simulator',
  'locales',
  'scripts/build.js',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

function filesBelow(entry) {
  if (!fs.existsSync(entry)) return [];
  if (!fs.statSync(entry).isDirectory()) return [entry];
  const names = fs.readdirSync(entry).sort();
  return names.flatMap((name) => filesBelow(path.join(entry, name)));
}

/** One checksum over the names and contents of files and folders; their times do not matter. */
function checksum(entries) {
  const hash = crypto.createHash('sha256');
  for (const file of entries.flatMap(filesBelow)) {
    hash.update(`${path.relative(root, file)}\0`);
    hash.update(crypto.createHash('sha256').update(fs.readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

function currentStamp() {
  return { sources: checksum(sources.map((entry) => path.join(root, entry))), outputs: checksum([dist]) };
}

function isUpToDate() {
  if (!fs.existsSync(stampFile)) return false;
  const last = JSON.parse(fs.readFileSync(stampFile, 'utf8'));
  const now = currentStamp();
  return last.sources === now.sources && last.outputs === now.outputs;
}

function compile(target) {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const code = runNode(compiler, ['-p', 'tsconfig.build.json', '--outDir', target]);
  if (code !== 0) throw new Failure('the TypeScript compiler found errors: see above');
}

function copy(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
}

/** The editor halves and icons, and per language the texts and help of each node. */
function copyEditorParts(target) {
  const nodes = path.join(root, 'nodes');
  const pages = fs.readdirSync(nodes).filter((name) => name.endsWith('.html'));
  for (const page of pages) copy(path.join(nodes, page), path.join(target, 'nodes', page));
  for (const icon of filesBelow(path.join(nodes, 'icons'))) {
    copy(icon, path.join(target, 'nodes', path.relative(nodes, icon)));
  }
  const names = new Set(pages.map((page) => path.basename(page, '.html')));
  const locales = path.join(root, 'locales');
  for (const file of filesBelow(locales)) {
    const { name, ext } = path.parse(file);
    if (!names.has(name) || !['.json', '.html'].includes(ext)) continue;
    copy(file, path.join(target, 'nodes', 'locales', path.relative(locales, file)));
  }
}

/**
 * The library's types name the keys of these texts. TypeScript users who have not allowed imports of JSON could not
 * compile them, unless a declaration stands beside each file.
 */
function declareTexts(target) {
  for (const file of filesBelow(path.join(target, 'locales')).filter((name) => name.endsWith('.json'))) {
    const keys = Object.keys(JSON.parse(fs.readFileSync(file, 'utf8'))).map((key) => JSON.stringify(key));
    const type = `Readonly<Record<${keys.join(' | ')}, string>>`;
    fs.writeFileSync(`${file}.d.ts`, `declare const texts: ${type};\nexport default texts;\n`);
  }
}

function makeExecutable(file) {
  if (fs.existsSync(file)) fs.chmodSync(file, 0o755);
}

/** Brings `dist/` up to date; throws when the code does not compile, and then leaves the last build as it was. */
function build() {
  if (isUpToDate()) return;
  console.log('Building ...');
  const target = path.join(root, '.cache', `build-${process.pid}`);
  try {
    compile(target);
    copyEditorParts(target);
    declareTexts(target);
    makeExecutable(path.join(target, 'simulator', 'cli.js'));
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(target, dist);
  } finally {
    fs.rmSync(target, { recursive: true, force: true });
  }
  fs.writeFileSync(stampFile, JSON.stringify(currentStamp()));
}

module.exports = { build };

if (require.main === module) {
  try {
    build();
  } catch (error) {
    console.error(`Build failed: ${error.message}`);
    process.exitCode = 1;
  }
}
