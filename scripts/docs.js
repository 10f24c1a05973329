'use strict';

/**
 * Writes `docs/operations.md` from the declarations of the operations, as the build has them. With `--check` it
 * writes nothing, and fails when the file is not what it would write.
 */
const fs = require('node:fs');
const path = require('node:path');
const { build } = require('./build.js');
const { root } = require('./support/commands.js');
const { Failure } = require('./support/failure.js');

const file = path.join(root, 'docs', 'operations.md');

const HEAD = `# Operations

Everything that this package can do on a NAS. Made by \`npm run docs\` from the declarations in
\`src/abb/operations/\`; do not edit it by hand.

The name is that of the method of the library (\`backup.tasks()\`, see [library.md](library.md)) and, unless said
otherwise, of \`msg.abb.operation\`. The weight says what it does: _reads_ changes nothing and may be repeated, _acts_
changes something, _destroys_ cannot be undone and needs two keys. DSM's methods are called in version 1 of their API.

Where \`taskId\` and \`taskName\` (or \`taskIds\` and \`taskNames\`) stand together, one of the two is given, not both;
lists of tasks, logs and history take neither for all tasks, every other operation needs one. \`transfers\` without a
window covers the last 24 hours. How each form of a value is read: [library.md](library.md#parameters).
`;

function methodName({ api, method }) {
  return `\`${api}.${method}\``;
}

/** How a parameter that may be left out ends up. */
function whenMissing({ required, fallback }) {
  if (required) return 'required';
  return fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``;
}

function meaning({ kind, insteadOf }) {
  const allowed = kind.words ? kind.words.map((word) => `\`${word}\``).join(', ') : kind.allowed();
  return insteadOf === undefined ? allowed : `${allowed}; in place of \`${insteadOf}\``;
}

/** A Markdown table with columns as wide as their widest cell, as Prettier lays them out. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function section(key, { name, weight, method, alsoCalls, parameters }) {
  const called = [...new Set(alsoCalls.map(methodName))].filter((other) => other !== methodName(method));
  const facts = [`- weight: ${weight}`, `- method: ${methodName(method)}`];
  if (called.length > 0) facts.push(`- may also call: ${called.join(', ')}`);
  if (name !== key) facts.push(`- in \`msg.abb.operation\`: \`${name}\``);
  const rows = Object.entries(parameters).map(([parameterName, parameter]) => [
    `\`${parameterName}\``,
    parameter.kind.name,
    whenMissing(parameter),
    meaning(parameter),
  ]);
  const list =
    rows.length === 0 ? 'No parameters.' : table([['parameter', 'kind', 'default', 'allowed'], ...rows]);
  return `## ${key}\n\n${facts.join('\n')}\n\n${list}\n`;
}

/** The whole page. */
function page() {
  const { operations } = require(path.join(root, 'dist', 'src', 'index.js'));
  const sections = Object.entries(operations).map(([key, operation]) => section(key, operation));
  return [HEAD, ...sections].join('\n');
}

function main() {
  build();
  const wanted = page();
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(file, wanted);
    return;
  }
  const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (found !== wanted) throw new Failure('docs/operations.md is not up to date: run `npm run docs`');
}

try {
  main();
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
}
