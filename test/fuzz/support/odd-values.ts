import fc from 'fast-check';

/** Numbers at the edges of what fields can mean: ids, epoch seconds, byte counts, percentages. */
export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 1.5, 100, 777, 65_536, 2 ** 31, 2 ** 53, 1e11, 1e17, 1e300, -1e300),
  fc.constantFrom(1_741_946_267, 1_741_946_267_000, 8.64e12, 8.64e12 + 1, 8.64e15, Number.MAX_VALUE),
  fc.integer(),
  fc.double({ noNaN: true }),
);

/** Texts that look like something else, or are awkward to show. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '0', '-1', '1.5', '1e999', '0x10', 'NaN', 'Infinity', 'null', 'true', 'false'),
  fc.constantFrom('__name__', '[__reason__]', '$&', '%s', '${HOME}', '\n\r\t', '\u2028', '\u202E', '\uD83D'),
  fc.constantFrom('😀'.repeat(200), 'x'.repeat(5000), '2025-02-30', '24h', 'May 29 18:54:13 99999 GMT'),
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.integer().map(String),
);

/** Names that mean something to JavaScript. */
export const oddName = fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'then', '', '0');

/** A value without parts, as JSON can hold it; `1e999` in JSON reads as infinite. */
export const oddLeaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, Infinity),
  oddNumber,
  oddText,
);
