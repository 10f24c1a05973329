import { readFileSync } from 'node:fs';

/** A written scenario of `docs/health-scenarios.md`, its lines still as they were written. */
export interface Scenario {
  readonly number: number;
  readonly title: string;
  readonly tasks: readonly Labelled[];
  readonly histories: readonly Labelled[];
  readonly given: readonly string[];
  readonly expected: readonly Expected[];
}

/** A line such as ``- History of anna by Weekly: `SSS` ``; the label is what stands between `of` and the colon. */
export interface Labelled {
  readonly label: string;
  readonly value: string;
}

export interface Expected {
  /** A device, or `task <name>`. */
  readonly whose: string;
  readonly state: string;
  readonly reason: string;
  /** Further properties, such as `allowance 36 h`. */
  readonly also: readonly string[];
}

/** Reads all scenarios of a document. */
export function readScenarios(path: string): readonly Scenario[] {
  const sections = readFileSync(path, 'utf8').split(/^### /m).slice(1);
  return sections.map(readScenario);
}

function readScenario(section: string): Scenario {
  const [heading = ''] = section.split('\n', 1);
  const [, number = '', title = ''] = /^(\d+)\. (.+)$/.exec(heading) ?? fail(heading);
  const lines = section.replaceAll(/\n {2,}/g, ' ').split('\n');
  const labelled = (word: string) => lines.flatMap((line) => readLabelled(word, line));
  return {
    number: Number(number),
    title,
    tasks: labelled('Task'),
    histories: labelled('History'),
    given: labelled('Given').flatMap(({ value }) => value.split(/;\s*/)),
    expected: readExpected(lines),
  };
}

function readLabelled(word: string, line: string): Labelled[] {
  const [, label = '', value = ''] = new RegExp(`^- ${word}(?: (?:of )?([^:]+))?: (.*)$`).exec(line) ?? [];
  return value === '' ? [] : [{ label, value: value.replaceAll('`', '').trim() }];
}

function readExpected(lines: readonly string[]): Expected[] {
  const found: (Expected & { also: string[] })[] = [];
  for (const line of lines) {
    const [, whose = '', state, reason = ''] =
      /^- Expected(?: of ([^:]+))?: \*\*(\w+)\*\*, “(.+)”$/.exec(line) ?? [];
    if (state !== undefined) found.push({ whose, state, reason, also: [] });
    else if (line.startsWith('- Expected')) fail(line);
    for (const { value } of readLabelled('Also', line)) found.at(-1)?.also.push(...value.split(/;\s*/));
  }
  return found;
}

/** Something in the document that nobody could check. */
export function fail(what: string): never {
  throw new Error(`Not understood: ${what}`);
}
