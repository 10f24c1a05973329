import type { NodeAPI } from 'node-red';

import { operations } from '../src/abb/operations/index.js';
import { text } from '../src/texts/texts.js';
import { registerOperation } from './support/operation-node.js';

/** Reads the settings of the package, or changes some of them and reads them back. */
export = (RED: NodeAPI): void =>
  registerOperation(RED, {
    type: 'abb-settings',
    operation: {
      among: {
        get: operations.getSettings,
        setConcurrentDevices: operations.setConcurrentDevices,
        setRetentionTime: operations.setRetentionTime,
        setBandwidth: operations.setBandwidth,
        setCertificate: operations.setCertificate,
      },
    },
    summary: (_settings, operation) =>
      text(operation === operations.getSettings.name ? 'status.settings' : 'status.settingsChanged'),
  });
