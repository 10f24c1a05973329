import assert from 'node:assert/strict';

import { checkDeploys } from './support/check-deploys.js';
import { deployOften } from './support/deploy-often.js';

/** Run by `npm run test:deploys`. */
describe('a thousand deploys of a flow at work', () => {
  it('lose nothing, send nothing twice and leave nothing behind', async () => {
    const figures = await deployOften(1000, 25);
    process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
    checkDeploys(figures);
    assert.ok(figures.kilobytesPerDeploy < 20, `${figures.kilobytesPerDeploy} kB per deploy`);
  });
});
