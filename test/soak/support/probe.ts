/**
 * Loaded into a Node-RED process before Node-RED: counts what the flows report, and measures the process when its
 * parent asks. Nothing of it is in the package.
 */
import { appendFileSync } from 'node:fs';

import events from '@node-red/util/lib/events.js';

import type { ChildFigures, Tally } from './figures.js';
import { measureMemory } from './memory.js';

const counts: Record<string, number> = {};
const warnings: string[] = [];
const journalFile = process.env['SOAK_JOURNAL'];
const life = process.env['SOAK_LIFE'];
let last = Number(process.env['SOAK_FIRST_NUMBER'] ?? 0);

const tally: Tally = {
  count(name) {
    counts[name] = (counts[name] ?? 0) + 1;
  },
  note(entry) {
    // At once, so that it survives a kill of this process.
    if (journalFile !== undefined) appendFileSync(journalFile, `${JSON.stringify({ ...entry, life })}\n`);
  },
  next() {
    last += 1;
    return last;
  },
};

// Node-RED's settings take this up: its function nodes find the tally in the global context.
Reflect.set(globalThis, 'settingsOfProbe', { functionGlobalContext: { tally } });

process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

process.on('message', (question) => {
  if (question === 'figures') process.send?.(figures());
});

function figures(): ChildFigures {
  const resources = process.getActiveResourcesInfo();
  const names = events.eventNames();
  return {
    counts: { ...counts },
    warnings,
    heap: measureMemory().retained,
    // What comes and goes by itself within a turn of the event loop says nothing.
    resources: resources.filter((name) => !/^(FS|Immediate|CloseReq|TTY|Pipe)/.test(name)).sort(),
    listeners: Object.fromEntries(names.map((name) => [String(name), events.listenerCount(name)])),
    processListeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}
