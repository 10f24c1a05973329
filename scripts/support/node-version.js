// Old syntax on purpose: a Node.js that is too old for this project must be able to parse and run this file.
'use strict';

var engines = require('../../package.json').engines;

function compare(left, right) {
  for (var i = 0; i < right.length; i++) {
    var difference = (left[i] || 0) - right[i];
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Ends the process with one line when the running Node.js is older than package.json asks for. */
exports.requireNodeVersion = function () {
  var wanted = engines.node.replace(/[^0-9.]/g, '');
  var running = process.versions.node;
  if (compare(running.split('.').map(Number), wanted.split('.').map(Number)) >= 0) return;
  var sentence = 'Node.js ' + wanted + ' or newer is needed, and this is ' + running;
  console.error(sentence + ': see https://nodejs.org');
  process.exit(1);
};
