// Old syntax on purpose: the first line of a run on an old Node.js must be a clear one.
'use strict';

require('./support/node-version.js').requireNodeVersion();
require('./demo/main.js').main();
