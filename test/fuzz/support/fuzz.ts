import fc from 'fast-check';

/** Cases of all fuzz tests together: few, and always the same, unless `at-length.ts` has been loaded. */
const cases = Number(process.env['FUZZ_CASES'] ?? 3000);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const atLength = process.env['FUZZ_CASES'] !== undefined;

/**
 * Declares a test that must hold for every case. What fails is shrunk, and told with its seed.
 * @param share of all cases, 0..1
 * @param together how many cases `arbitrary` makes at once
 * @param check throws for a case that is wrong
 */
export function fuzz<T>(
  title: string,
  share: number,
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => void | Promise<void>,
  together = 1,
): void {
  const numRuns = Math.max(5, Math.round((cases * share) / together));
  it(title, async function () {
    if (atLength) this.timeout(0);
    else this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(arbitrary, async (value) => check(value)),
      { numRuns, seed },
    );
    if (atLength) process.stdout.write(`      ${numRuns * together} cases\n`);
  });
}
