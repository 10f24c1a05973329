import assert from 'node:assert/strict';

import {
  ACTION,
  actionWord,
  BACKUP_TYPE,
  isBackup,
  OUTCOME,
  PLATFORM,
  SOURCE,
  VERSION_STATUS,
} from '../../src/abb/words.js';

describe('the words for numbers of DSM', () => {
  // The numbers are a fact about DSM; written out once more so that nobody changes them by accident.
  for (const [name, words, expected] of [
    ['backup types', BACKUP_TYPE, { vm: 1, pc: 2, physical_server: 3, file_server: 4, nas: 5 }],
    ['sources', SOURCE, { entire_device: 1, system_volume: 2, custom_volumes: 3 }],
    ['outcomes', OUTCOME, { running: 1, success: 2, partial_success: 3, fail: 4, cancel: 5, no_backup: 6 }],
    ['platforms', PLATFORM, { windows: 1, linux: 2, macos: 3, dsm: 4 }],
  ] as const) {
    it(`are fixed for ${name}`, () => {
      assert.deepEqual(words.codes, expected);
    });
  }

  it('lead back to their numbers, each of them', () => {
    for (const words of [BACKUP_TYPE, SOURCE, OUTCOME, ACTION, VERSION_STATUS, PLATFORM]) {
      for (const [word, code] of Object.entries(words.codes)) assert.equal(words.word(code), word);
    }
  });

  it('do not exist for numbers that nobody knows: these survive', () => {
    assert.equal(OUTCOME.word(77), 'unknown(77)');
    assert.equal(OUTCOME.word(-1), 'unknown(-1)');
    assert.equal(OUTCOME.wordOrNull(null), null);
    assert.equal(OUTCOME.wordOrNull(4), 'fail');
  });
});

describe('the number of a job', () => {
  for (const [code, word] of [
    [1, 'backup'],
    [3, 'backup'],
    [1 + 1_048_576, 'backup'],
    [128, 'restore'],
    [1024, 'restore'],
    [2048, 'restore'],
    [256, 'migrate'],
    [65_536, 'delete_target'],
    [131_072, 'delete_version'],
    [262_144, 'delete_host'],
    [1_048_576, 'dedup_data'],
    [2_097_152, 'relink'],
    [268_435_456, 'create_task'],
    [512, 'unknown(512)'],
    [0, 'unknown(0)'],
  ] as const) {
    it(`${code} reads ${word}`, () => {
      assert.equal(actionWord(code), word);
      assert.equal(isBackup(code), word === 'backup');
    });
  }
});
