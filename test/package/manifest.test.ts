import assert from 'node:assert/strict';

import { manifest, nodeTypes, readJson } from '../support/package.js';

/** Whether a range such as `>=4.1.0` or `^7.1.0 || ^8.0.0` admits a version: enough of semver for our own ranges. */
function admits(range: string, version: readonly [number, number, number]): boolean {
  return range.split('||').some((part) => {
    const numbers = part
      .replace(/[^0-9.]/g, '')
      .split('.')
      .map(Number);
    const [major = 0, minor = 0, patch = 0] = numbers;
    const [ownMajor, ownMinor, ownPatch] = version;
    const newer = ownMajor - major || ownMinor - minor || ownPatch - patch;
    if (part.includes('^')) return newer >= 0 && ownMajor === major;
    return part.includes('>=') && newer >= 0;
  });
}

describe('package.json', () => {
  it('says what the package is, under which licence, and where its code and issues are', () => {
    assert.equal(manifest.license, 'MIT');
    for (const field of ['description', 'author', 'homepage'] as const) assert.ok(manifest[field], field);
    assert.match(manifest.repository?.url ?? '', /^git\+https:/);
    assert.match(manifest.bugs?.url ?? '', /^https:/);
  });

  it('has a scoped name, as the flow library asks of new packages', () => {
    assert.match(manifest.name, /^@[a-z0-9-]{2,}\/[a-z0-9-]{2,}$/);
  });

  it('has the keyword by which the flow library finds Node-RED packages', () => {
    assert.ok(manifest.keywords.includes('node-red'));
  });

  it('admits the two Node-RED lines in use, and not older ones', () => {
    const range = manifest['node-red'].version;
    assert.ok(admits(range, [4, 1, 0]) && admits(range, [5, 0, 0]));
    assert.ok(!admits(range, [4, 0, 9]));
  });

  it('admits Node.js 20.19, and the oldest Node.js that the newest Node-RED runs on', () => {
    assert.ok(admits(manifest.engines.node, [20, 19, 0]) && admits(manifest.engines.node, [22, 9, 0]));
    assert.ok(!admits(manifest.engines.node, [20, 18, 0]));
  });

  it('has few dependencies, each with a range of released versions', () => {
    const ranges = Object.values(manifest.dependencies);
    assert.ok(ranges.length <= 6);
    for (const range of ranges) assert.match(range, /^[\^~><=|. 0-9]+$/);
  });

  it('lets npm choose the undici that fits Node.js 20 as well as the newest one', () => {
    const range = manifest.dependencies['undici'] ?? '';
    assert.ok(admits(range, [7, 30, 0]) && admits(range, [8, 0, 0]));
  });

  it('has one set per node type, named like its file', () => {
    assert.notEqual(nodeTypes.length, 0);
    for (const [name, file] of Object.entries(manifest['node-red'].nodes)) {
      assert.equal(file, `dist/nodes/${name}.js`);
    }
  });

  it('builds before it packs', () => {
    assert.equal(manifest.scripts['prepack'], 'node scripts/build.js');
  });
});

describe('package-lock.json', () => {
  it('names versions and checksums only, so that it serves every registry', () => {
    const lock = readJson('package-lock.json') as { packages: Record<string, Record<string, unknown>> };
    const entries = Object.entries(lock.packages).filter(([folder]) => folder !== '');
    assert.notEqual(entries.length, 0);
    assert.deepEqual(
      entries.filter(([, entry]) => 'resolved' in entry).map(([folder]) => folder),
      [],
    );
  });
});
