import { type DialectChoice, dialectNames } from '../../simulator/index.js';

// A mix that differs from every preset in what matters most: runs show only in filtered lists, numbers are text,
// empty lists are missing.
const MIXED_SEED = 21;

/** Every way of speaking in which a real NAS may meet us: the presets of the simulator and one seeded mix. */
export const everyDialect: readonly { readonly name: string; readonly dialect: DialectChoice }[] = [
  ...dialectNames.map((name) => ({ name, dialect: name })),
  { name: `a mix (seed ${MIXED_SEED})`, dialect: { random: MIXED_SEED } },
];

/** Declares the same tests once for each dialect; hand it to the simulator that they start. */
export function forEachDialect(name: string, body: (dialect: DialectChoice) => void): void {
  for (const { name: dialectName, dialect } of everyDialect) {
    describe(`${name}, as ${dialectName} speaks`, () => body(dialect));
  }
}
