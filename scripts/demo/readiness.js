'use strict';

const { Failure } = require('../support/failure.js');

const { name: packageName } = require('../../package.json');

const pause = 200;

async function nodeSets(editor) {
  try {
    const reply = await fetch(`${editor}/nodes`, { headers: { accept: 'application/json' } });
    return reply.ok ? await reply.json() : [];
  } catch {
    return [];
  }
}

/** Waits until the editor answers and has our nodes; throws when Node-RED could not load one of them. */
async function waitUntilReady(editor) {
  for (;;) {
    const sets = (await nodeSets(editor)).filter((set) => set.module === packageName);
    const broken = sets.find((set) => set.err);
    if (broken) throw new Failure(`Node-RED could not load ${broken.name}: ${broken.err}`);
    if (sets.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

module.exports = { waitUntilReady };
