'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { root } = require('../support/commands.js');

const { name: packageName } = require('../../package.json');
const demoFlow = path.join(root, 'examples', 'demo.json');

function readJson(file, fallback) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : fallback;
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

/** Makes the clone look installed to Node-RED's loader. */
function linkPackage(directory) {
  const link = path.join(directory, 'node_modules', packageName);
  const manifest = path.join(directory, 'package.json');
  if (!fs.existsSync(manifest)) {
    const dependencies = { [packageName]: `file:${root}` };
    writeJson(manifest, { name: 'active-backup-demo', private: true, dependencies });
  }
  if (fs.existsSync(link) && fs.realpathSync(link) === fs.realpathSync(root)) return;
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync(root, link, 'junction');
}

/**
 * Points the demo's session at the NAS of this start. Everything else in the flows is the user's, who may have
 * edited it; a session that they deleted stays deleted.
 */
function pointSessionAt(directory, connection) {
  const flowFile = path.join(directory, 'flows.json');
  const demo = readJson(demoFlow);
  const sessionId = demo.find((node) => node.type === 'abb-session').id;
  const flow = readJson(flowFile, demo);
  const { username, password, deviceId, ...settings } = connection;
  const before = flow.find((node) => node.id === sessionId);
  const credentialsFile = path.join(directory, 'flows_cred.json');
  const credentials = readJson(credentialsFile, {});
  const known = credentials[sessionId] ?? {};
  // What Test connection has found out about a NAS holds as long as it is the same one, and the same account.
  const isSameNas = before?.host === settings.host;
  const isSameAccount = isSameNas && known.username === username && deviceId === '';
  const trusted = isSameNas && settings.trust === 'system' ? withTrustOf(before) : {};
  const device = isSameAccount ? {} : { deviceName: '' };
  writeJson(
    flowFile,
    flow.map((node) => (node.id === sessionId ? { ...node, ...settings, ...trusted, ...device } : node)),
  );
  const secrets = { username, password, deviceId: deviceId || (isSameAccount ? (known.deviceId ?? '') : '') };
  const devices = isSameAccount && known.trustedDevices ? { trustedDevices: known.trustedDevices } : {};
  writeJson(credentialsFile, { ...credentials, [sessionId]: { ...secrets, ...devices } });
}

function withTrustOf({ trust, fingerprint, tls }) {
  return { trust, fingerprint, tls };
}

/**
 * Makes the demo's user directory fit for a start: made if it is missing, with the package in it, the demo flow if
 * there is no flow yet, and the session pointed at `connection`.
 */
function prepareUserDirectory(directory, connection) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  linkPackage(directory);
  pointSessionAt(directory, connection);
}

module.exports = { prepareUserDirectory };
