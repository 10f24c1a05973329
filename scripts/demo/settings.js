'use strict';

/**
 * Node-RED's settings for the demo: reachable from this machine only, and quiet (no telemetry, tour or update
 * notice). The session's password lies in flows_cred.json, which is readable by its owner only: a key for it would
 * have to lie beside it, so it is not encrypted.
 */
module.exports = {
  uiHost: '127.0.0.1',
  uiPort: Number(process.env.PORT || 1880),
  flowFile: 'flows.json',
  credentialSecret: false,
  diagnostics: { enabled: false, ui: false },
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { console: { level: 'info', metrics: false, audit: false } },
};

// Started by scripts/demo/main.js: when that one is gone without having stopped us, stop.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
