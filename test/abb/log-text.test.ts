import assert from 'node:assert/strict';

import fc from 'fast-check';

import { type LogRow, logText } from '../../src/abb/log-text.js';
import { setLanguage } from '../../src/texts/texts.js';

const LANGUAGES = ['en-US', 'de'];

const TASK = { task_name: 'Laptops', device_name: 'pc1', path: 'C:\\Data' };

function rowOf(type: number | null, params: LogRow['params'] = {}, errorCode: number | null = 0): LogRow {
  return { type, errorCode, params };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

// Written down from what is known of Active Backup's pages, not from the catalogue.
const TYPES = [
  ...range(1001, 1014),
  ...range(1101, 1108),
  ...range(1110, 1140),
  ...[1145, 1146],
  ...range(1201, 1215),
  ...range(1301, 1307),
  ...range(1309, 1337),
  ...range(1401, 1404),
  1501,
  ...range(1550, 1556),
  ...range(1701, 1720),
  1780,
  ...range(1801, 1805),
  ...range(2001, 2010),
  ...range(3001, 3059),
  ...range(3061, 3183),
  3500,
  ...range(4001, 4015),
  ...[5001, 5002, 5005, 5006, 5007, 5010, 5011],
  ...range(6001, 6019),
  ...range(7001, 7084),
  ...range(7500, 7502),
  ...range(8001, 8013),
  ...range(8100, 8106),
  ...[9013, 9044, 9045, 9071, 9072, 9073, 9074, 9075, 9076, 9077, 9078, 9088],
  ...range(9900, 9906),
];

const ERRORS = [
  ...[-1, -2, -3, -4, -11, -12, -13, -14, -15, -16, -17, -19],
  ...range(-25, -20),
  ...[-26, -34, -36, -39, -41, -42, -44, -45, -48, -49, -50, -61, -62, -63, -65, -68, -69, -70],
  ...range(-76, -71),
  ...[-80, -81],
  ...range(-86, -82),
  ...[-91, -100, -101],
];

describe('the text of a log row', () => {
  afterEach(() => {
    setLanguage('en-US');
  });

  const cases: [LogRow, string, string][] = [
    [
      rowOf(1101, { task_name: 'Laptops', device_name: 'pc1' }),
      'The backup of task "Laptops" on "pc1" has started.',
      'Die Sicherung der Aufgabe "Laptops" auf "pc1" hat begonnen.',
    ],
    [rowOf(1101), 'The backup has started.', 'Die Sicherung hat begonnen.'],
    [
      rowOf(6002, { path: '/D', fs_error: -65 }),
      'The path "/D" could not be backed up (the source denies access).',
      'Der Pfad "/D" konnte nicht gesichert werden (die Quelle verweigert den Zugriff).',
    ],
    [
      rowOf(1104, { task_name: 'Laptops', path: '' }, -16),
      'The backup of task "Laptops" failed (the source is offline).',
      'Die Sicherung der Aufgabe "Laptops" ist fehlgeschlagen (die Quelle ist offline).',
    ],
    [
      rowOf(1111, { device_name: 'pc1', speed: 12_345_678 }),
      'Average speed of the agent\'s backup of "pc1": 12.3 MB/s.',
      'Durchschnittliche Geschwindigkeit der Sicherung durch den Agenten von "pc1": 12,3 MB/s.',
    ],
    [
      rowOf(1005, { old_name: 'PCs', task_name: 'Laptops', user_name: 'anna' }),
      'The task "PCs" was renamed by anna to "Laptops".',
      'Die Aufgabe "PCs" wurde von anna in "Laptops" umbenannt.',
    ],
  ];

  for (const [row, english, german] of cases) {
    it(`is "${english}"`, () => {
      assert.equal(logText(row), english);
      setLanguage('de');
      assert.equal(logText(row), german);
    });
  }

  for (const language of LANGUAGES) {
    it(`has a sentence of its own for every type that is known (${language})`, () => {
      setLanguage(language);
      const withoutSentence = TYPES.filter((type) => logText(rowOf(type)).includes(String(type)));
      assert.deepEqual(withoutSentence, []);
    });

    it(`has words of their own for every error that is known (${language})`, () => {
      setLanguage(language);
      const reasons = ERRORS.map((code) => logText(rowOf(6002, {}, code)));
      assert.equal(new Set(reasons).size, ERRORS.length);
      assert.deepEqual(
        reasons.filter((reason, index) => reason.includes(String(ERRORS[index]))),
        [],
      );
    });

    it(`leaves nothing dangling where everything is missing (${language})`, () => {
      setLanguage(language);
      const dangling = TYPES.map((type) => logText(rowOf(type))).filter((text) =>
        /undefined|null|""|__|\[|\]|\(\)| {2}| [.,:;]|[:,;]\.|^[^A-Z]|[^.]$/.test(text),
      );
      assert.deepEqual(dangling, []);
    });

    it(`reads different types differently (${language})`, () => {
      setLanguage(language);
      const started = [1101, 1102, 1103, 1104, 1105, 1108, 1201, 1203, 1301, 1303, 6001, 6002];
      assert.equal(new Set(started.map((type) => logText(rowOf(type)))).size, started.length);
    });
  }

  it('names type, task, device, path and error of a row that it does not know', () => {
    assert.equal(
      logText(rowOf(4242, TASK, -999)),
      'Log entry of type 4242 of task "Laptops" of "pc1", path "C:\\Data" (error code -999).',
    );
    setLanguage('de');
    assert.equal(
      logText(rowOf(4242, TASK, -999)),
      'Protokolleintrag vom Typ 4242 der Aufgabe "Laptops" von "pc1", Pfad "C:\\Data" (Fehlercode -999).',
    );
  });

  it('says so when there is not even a type', () => {
    assert.equal(logText(rowOf(null, {}, null)), 'Log entry without a type.');
  });

  it('prefers the error of the file over that of the row', () => {
    const text = logText(rowOf(6002, { path: '/D', fs_error: '-63' }, -1));
    assert.equal(text, 'The path "/D" could not be backed up (the file at the source is missing).');
  });

  it('shows names as they are, but in one line', () => {
    const text = logText(rowOf(6001, { path: 'C:\\[a]\r\n__task__  "b"\u2028c' }));
    assert.equal(text, 'The path "C:\\[a] __task__  "b" c" was backed up.');
  });

  it('shortens a long path in its middle, and says why all the same', () => {
    const text = logText(rowOf(6002, { path: `/begin/${'x'.repeat(500)}/end.txt`, fs_error: -65 }));
    assert.match(
      text,
      /^The path "\/begin\/x+…x+\/end\.txt" could not be backed up \(the source denies access\)\.$/,
    );
    assert.ok(text.length <= 300);
  });

  it('keeps a path that fits as it is', () => {
    const path = `/begin/${'x'.repeat(200)}/end.txt`;
    assert.equal(logText(rowOf(6001, { path })), `The path "${path}" was backed up.`);
  });

  it('never fails, never grows beyond a line and never leaves a place open, whatever comes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 }).map((some) => some.replaceAll('_', '-'));
    // No text has a place in it, those within lists and objects neither: it would rightly be shown as it is.
    const values = [fc.boolean(), fc.integer(), fc.double(), text, fc.constantFrom(null, undefined)];
    const value = fc.oneof(fc.anything({ maxDepth: 1, maxKeys: 2, key: text, values }), text, fc.integer());
    const names = [
      'task_name',
      'device_name',
      'path',
      'user_name',
      'speed',
      'fs_error',
      'version_ids',
      'volume_name',
    ];
    const params = fc.dictionary(fc.constantFrom(...names), value);
    const code = fc.oneof(fc.constantFrom(...TYPES), fc.double(), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(code, code, params, fc.constantFrom(...LANGUAGES), (type, errorCode, given, language) => {
        setLanguage(language);
        const sentence = logText({ type, errorCode, params: given });
        assert.ok(sentence.length > 0 && sentence.length <= 300);
        assert.doesNotMatch(sentence, /[\p{Cc}\u2028\u2029]/u);
        assert.doesNotMatch(sentence, /__\w+?__/);
      }),
      { numRuns: 500 },
    );
  });
});
