import fc from 'fast-check';

import { oddLeaf, oddName } from './odd-values.js';

/** A change to one place of a reply. Places are counted through, so that a case is small however large the reply. */
export interface Mutation {
  readonly at: number;
  readonly change: Change;
}

type Change =
  | { readonly kind: 'drop' | 'retype' | 'wrap_in_list' | 'wrap_in_row' | 'repeat' | 'bury' }
  | { readonly kind: 'replace' | 'replace_everywhere'; readonly value: unknown }
  | { readonly kind: 'swap'; readonly other: number }
  | { readonly kind: 'add'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'add_secret'; readonly name: string; readonly shape: SecretShape };

type SecretShape = 'text' | 'list' | 'row' | 'setting';

/** What every made-up secret contains; those of the simulator begin with it too. */
export const CANARY = 'canary-';

// Written from the facts about DSM's replies and the promise that later fields of such names are concealed as well.
const SECRET_NAMES = [
  ...['agent_token', 'login_password', 'mssql_password', 'oracle_password', 'passwd', 'sid', 'synotoken'],
  ...['Host_Password', 'apiToken', 'client_secret', 'private_key', 'share_iv', 'credentials', 'passphrase'],
];

// Where every row has one of these, sums, differences and comparisons go astray.
const extreme: fc.Arbitrary<unknown> = fc.constantFrom(
  ...[Number.MAX_VALUE, -Number.MAX_VALUE, 0, -1, 0.5, null, '', 'x', '-0', '1e308', true],
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('drop', 'retype', 'wrap_in_list', 'wrap_in_row', 'repeat', 'bury'),
  }),
  fc.record({ kind: fc.constantFrom('replace', 'replace_everywhere'), value: oddLeaf }),
  fc.record({ kind: fc.constant('replace'), value: fc.oneof(fc.constant({}), fc.constant([])) }),
  fc.record({ kind: fc.constant('replace_everywhere'), value: extreme }),
  fc.record({ kind: fc.constant('swap'), other: fc.nat() }),
  fc.record({ kind: fc.constant('add'), name: oddName, value: oddLeaf }),
  fc.record({
    kind: fc.constant('add_secret'),
    name: fc.constantFrom(...SECRET_NAMES),
    shape: fc.constantFrom('text', 'list', 'row', 'setting'),
  }),
);

/** A few changes to one reply. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(fc.record({ at: fc.nat(), change }), {
  maxLength: 6,
});

/** A changed copy of a reply. */
export function mutate(reply: unknown, changes: readonly Mutation[]): unknown {
  const whole = { reply: structuredClone(reply) };
  for (const mutation of changes) apply(whole, mutation);
  return whole.reply;
}

type Holder = Record<string, unknown> | unknown[];

/** A place in a reply: a field of a row, or a row of a list. */
interface Place {
  readonly holder: Holder;
  readonly name: string;
}

function apply(whole: { reply: unknown }, { at, change }: Mutation): void {
  const all = places(whole);
  const place = all[at % all.length];
  if (!place || namesSecret(place)) return;
  const value = Reflect.get(place.holder, place.name) as unknown;
  switch (change.kind) {
    case 'drop':
      drop(place);
      return;
    case 'retype':
      put(place, retyped(value));
      return;
    case 'wrap_in_list':
      put(place, [value]);
      return;
    case 'wrap_in_row':
      put(place, { [place.name]: value });
      return;
    case 'repeat':
      repeat(place, value);
      return;
    case 'bury':
      put(place, buried(value));
      return;
    case 'replace':
      // A copy: later changes must not show in the case itself.
      put(place, structuredClone(change.value));
      return;
    case 'replace_everywhere':
      for (const other of all) if (other.name === place.name && !namesSecret(other)) put(other, change.value);
      return;
    case 'swap':
      swap(place, all[change.other % all.length] ?? place);
      return;
    case 'add':
      add(value, change.name, change.value);
      return;
    case 'add_secret':
      addSecret(value, change.name, change.shape);
  }
}

function places(value: unknown, found: Place[] = [], depth = 0): Place[] {
  if (!isHolder(value) || depth > 30) return found;
  for (const name of Object.keys(value)) {
    found.push({ holder: value, name });
    places(Reflect.get(value, name), found, depth + 1);
  }
  return found;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

function drop({ holder, name }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.deleteProperty(holder, name);
}

/** Whether this name alone tells that the value beside it is a secret. */
function namesSecret({ holder, name }: Place): boolean {
  return name === 'name' && String(Reflect.get(holder, 'value')).includes(CANARY);
}

/** As JSON.parse does it: no name is special. */
function put({ holder, name }: Place, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

// Repeats of repeats would soon fill the memory.
const LARGEST_REPEATED = 100;

function repeat({ holder }: Place, value: unknown): void {
  if (!Array.isArray(holder) || places(value).length > LARGEST_REPEATED) return;
  holder.push(...Array.from({ length: 10 }, () => structuredClone(value)));
}

function add(row: unknown, name: string, value: unknown): void {
  if (isHolder(row) && !Array.isArray(row)) put({ holder: row, name }, value);
}

function retyped(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return Number(value) || value.length;
  return Array.isArray(value) ? Object.fromEntries(value.entries()) : value;
}

function buried(value: unknown): unknown {
  let deep = value;
  for (let depth = 0; depth < 600; depth++) deep = depth % 2 === 0 ? [deep] : { deep };
  return deep;
}

/** Two values change places; secrets stay, since under another name they would be none. */
function swap(one: Place, other: Place): void {
  const [a, b] = [one, other].map(({ holder, name }) => Reflect.get(holder, name) as unknown);
  if (namesSecret(other) || [a, b].some(isHolder) || [a, b].some((value) => String(value).includes(CANARY)))
    return;
  put(one, b);
  put(other, a);
}

function addSecret(holder: unknown, name: string, shape: SecretShape): void {
  const text = `${CANARY}made-up`;
  switch (shape) {
    case 'text':
      add(holder, name, text);
      return;
    case 'list':
      add(holder, name, [text, { deep: [text] }]);
      return;
    case 'row':
      add(holder, name, { user: text, list: [text] });
      return;
    case 'setting':
      if (Array.isArray(holder)) holder.push({ name, value: text });
  }
}
