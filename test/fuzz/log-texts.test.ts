import assert from 'node:assert/strict';

import fc from 'fast-check';

import { logText } from '../../src/abb/log-text.js';
import { describe as shown } from '../../src/abb/parameters/read.js';
import { setLanguage } from '../../src/texts/texts.js';
import enUS from '../../locales/en-US/log.json';
import { fuzz } from './support/fuzz.js';
import { oddLeaf, oddNumber } from './support/odd-values.js';

const KNOWN_TYPES = Object.keys(enUS).flatMap((key) =>
  (/^type\.(\d+)$/.exec(key) ?? []).slice(1).map(Number),
);

const PARAMETERS = [
  ...['task_name', 'device_name', 'host_name', 'path', 'user_name', 'volume_name', 'virtual_disk', 'share'],
  ...[
    'vsphere_name',
    'version_ids',
    'task_template',
    'trigger_event',
    'script_path',
    'exit_code',
    'old_name',
  ],
  ...['error_message', 'message', 'speed', 'fs_error', '__proto__', 'storage', 'server'],
];

const anyLogRow = fc.record({
  type: fc.oneof(fc.constantFrom(...KNOWN_TYPES), oddNumber, fc.constant(null)),
  errorCode: fc.oneof(oddNumber, fc.constant(null)),
  params: fc.dictionary(
    fc.constantFrom(...PARAMETERS),
    fc.oneof(oddLeaf, fc.array(oddLeaf, { maxLength: 50 }), fc.dictionary(fc.string(), oddLeaf)),
    { maxKeys: 12 },
  ),
});

describe('sentences for log rows of any content', () => {
  after(() => setLanguage('en-US'));

  for (const language of ['en-US', 'de']) {
    fuzz(`are one line of at most 300 characters (${language})`, 0.06, anyLogRow, (row) => {
      setLanguage(language);
      const sentence = logText(row);
      assert.ok(sentence.trim().length > 0 && sentence.length <= 300, sentence);
      assert.doesNotMatch(sentence, /[\p{Cc}\u2028\u2029]/u);
    });

    fuzz(`have every place filled and no half characters (${language})`, 0.06, anyLogRow, (row) => {
      setLanguage(language);
      const sentence = logText(row);
      const values = JSON.stringify(row);
      assert.equal(logText(row), sentence);
      if (!values.includes('__')) assert.doesNotMatch(sentence, /__\w+__/);
      assert.doesNotMatch(sentence, /\p{Surrogate}/u);
    });
  }
});

describe('values shown in the sentence of an error', () => {
  fuzz('are one short line, whatever they are', 0.05, fc.oneof(oddLeaf, fc.anything()), (value) => {
    const short = shown(value);
    assert.ok(short.length > 0 && short.length <= 60, short);
    assert.doesNotMatch(short, /[\p{Cc}\u2028\u2029\p{Surrogate}]/u);
  });
});
