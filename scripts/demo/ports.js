'use strict';

const net = require('node:net');
const { Failure } = require('../support/failure.js');

/** Throws a Failure when something already listens on this port of 127.0.0.1. */
function requireFreePort(port, what, variable) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error) => {
      const inUse = `Port ${port} (${what}) is in use: stop what uses it, or choose another port with ${variable}.`;
      reject(new Failure(error.code === 'EADDRINUSE' ? inUse : `Port ${port} (${what}): ${error.message}`));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

module.exports = { requireFreePort };
