import { checkDeploys } from './support/check-deploys.js';
import { deployOften } from './support/deploy-often.js';

/** The small sister of `npm run test:deploys`. */
describe('forty deploys of a flow at work', function () {
  this.timeout(240_000);

  it('lose nothing, send nothing twice and leave nothing behind', async () => {
    checkDeploys(await deployOften(40, 10));
  });
});
