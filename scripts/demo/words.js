'use strict';

const simulatorSteps = [
  'Click the button at the left end of "Run the backup of Anna\'s laptop".',
  'Watch the status below "run backup", and the debug sidebar (the bug): progress, then the outcome.',
];
const ownNasSteps = [
  'Click the button at the left end of "List the tasks": your tasks appear in the debug sidebar (the bug).',
  'Open "run backup", choose one of your tasks instead of Anna\'s laptop, deploy, and click the button before it.',
];

/** What a person reads when everything is up. Never the password of a NAS. */
function describeStart(options, connection) {
  const nas = `${connection.protocol}://${connection.host}:${connection.port}`;
  const steps = [
    `Open http://127.0.0.1:${options.editorPort} in a browser.`,
    ...(options.nas ? ownNasSteps : simulatorSteps),
  ];
  return [
    '',
    `Node-RED is up: http://127.0.0.1:${options.editorPort}`,
    `It talks to ${options.nas ? 'your NAS' : 'a simulated NAS'}: ${nas}`,
    '',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}

module.exports = { describeStart };
