'use strict';

const path = require('node:path');
const { root } = require('../support/commands.js');
const { Failure } = require('../support/failure.js');

function portFrom(environment, variable, fallback) {
  const text = environment[variable] || String(fallback);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Failure(`${variable} must be a port number from 1 to 65535, not "${text}".`);
}

/** A NAS of the user's own, or `undefined` when the simulator is to be used. */
function ownNas(environment) {
  if (!environment.ABB_HOST) return undefined;
  for (const variable of ['ABB_USER', 'ABB_PASSWORD']) {
    if (!environment[variable]) throw new Failure(`ABB_HOST is set, so ${variable} must be set too.`);
  }
  const protocol = environment.ABB_PROTOCOL || 'https';
  if (!['http', 'https'].includes(protocol)) throw new Failure('ABB_PROTOCOL must be http or https.');
  return {
    protocol,
    host: environment.ABB_HOST,
    port: portFrom(environment, 'ABB_PORT', protocol === 'https' ? 5001 : 5000),
    trust: environment.ABB_FINGERPRINT ? 'fingerprint' : 'system',
    fingerprint: environment.ABB_FINGERPRINT || '',
    username: environment.ABB_USER,
    password: environment.ABB_PASSWORD,
    deviceId: environment.ABB_DEVICE_ID || '',
  };
}

/** Everything that the environment says about a start; throws a Failure for what makes no sense. */
function optionsFrom(environment) {
  return {
    editorPort: portFrom(environment, 'PORT', 1880),
    simulatorPort: portFrom(environment, 'ABB_SIMULATOR_PORT', 5001),
    directory: path.resolve(environment.ABB_DEMO_DIRECTORY || path.join(root, '.demo')),
    nas: ownNas(environment),
  };
}

module.exports = { optionsFrom };
