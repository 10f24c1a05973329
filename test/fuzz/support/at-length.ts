/** Loaded by `npm run fuzz` alone: many cases, and others each time. The variables may say otherwise. */
process.env['FUZZ_CASES'] ??= '120000';
process.env['FUZZ_SEED'] ??= String(Date.now() % 2 ** 31);
process.stdout.write(`FUZZ_SEED=${process.env['FUZZ_SEED']} repeats this run.\n`);
