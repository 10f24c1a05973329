import { isIPv4 } from 'node:net';

import type { WireParameters } from '../../dsm/method.js';
import { AbbError } from '../../dsm/errors.js';
import { text } from '../../texts/texts.js';
import { row } from '../fields.js';
import { SETTING_LIST, SETTING_SET } from '../methods.js';
import type { Access, Answer, Operation } from '../operation.js';
import { flag, integer, type Kind, optional, required } from '../parameters/kinds.js';
import type { Schema, Values } from '../parameters/read.js';
import { parseSettings, type Settings } from '../shapes/settings.js';

const noParameters = {};

/** Reads the settings of the package. */
export const getSettings: Operation<typeof noParameters, Settings> = {
  name: 'settings',
  weight: 'reads',
  method: SETTING_LIST,
  alsoCalls: [],
  parameters: noParameters,
  run: readSettings,
};

/** Changes how many devices may back up at a time; takes effect with the next backup. */
export const setConcurrentDevices = setter({
  name: 'setConcurrentDevices',
  parameters: { value: required(integer(1)) },
  toWire: ({ value }) => ({ settings: [setting('max_concurrent_devices', value)] }),
});

/** Changes when old versions are deleted, in the time zone of the NAS. */
export const setRetentionTime = setter({
  name: 'setRetentionTime',
  parameters: { hour: required(integer(0, 23)), minute: required(integer(0, 59)) },
  toWire: ({ hour, minute }) => ({
    settings: [setting('retention_run_hour', hour), setting('retention_run_min', minute)],
  }),
});

const ipv4: Kind<string> = {
  name: 'text',
  read: (value) => (typeof value === 'string' && isIPv4(value.trim()) ? value.trim() : undefined),
  allowed: () => text('allowed.ipv4'),
};

/** Limits what PCs, servers and NAS may send, from all addresses or from a range of them. */
export const setBandwidth = setter({
  name: 'setBandwidth',
  parameters: {
    enable: required(flag),
    /** Megabytes per second; needed to enable. */
    bandwidth: optional(integer(0)),
    ipStart: optional(ipv4),
    ipEnd: optional(ipv4),
  },
  toWire({ enable, bandwidth, ipStart, ipEnd }) {
    // Half a range is a mistake also where it would not be looked at.
    if (ipStart === undefined && ipEnd !== undefined) throw missing('ipStart', ipv4);
    if (ipEnd === undefined && ipStart !== undefined) throw missing('ipEnd', ipv4);
    if (!enable) return { settings: [setting('enable_global_bandwidth_control', false)] };
    if (bandwidth === undefined) throw missing('bandwidth', integer(0));
    const range =
      ipStart === undefined || ipEnd === undefined
        ? [setting('enable_ip_range_bandwidth_control', false)]
        : [
            setting('enable_ip_range_bandwidth_control', true),
            setting('bandwidth_control_ip_start', ipStart),
            setting('bandwidth_control_ip_end', ipEnd),
          ];
    return {
      settings: [
        setting('enable_global_bandwidth_control', true),
        setting('global_backup_bandwidth_number', bandwidth),
        ...range,
      ],
    };
  },
});

/** Chooses between DSM's certificate and the package's own for what agents are shown. */
export const setCertificate = setter({
  name: 'setCertificate',
  parameters: { usePackageCertificate: required(flag) },
  // DSM wants the list also when nothing in it changes.
  toWire: ({ usePackageCertificate }) => ({ settings: [], cert_use_package: usePackageCertificate }),
});

interface SetterDeclaration<S extends Schema> {
  readonly name: string;
  readonly parameters: S;
  readonly toWire: (values: Values<S>) => WireParameters;
}

/** An operation that changes settings and answers with the settings read back. */
function setter<S extends Schema>({
  name,
  parameters,
  toWire,
}: SetterDeclaration<S>): Operation<S, Settings> {
  return {
    name,
    weight: 'acts',
    method: SETTING_SET,
    alsoCalls: [SETTING_LIST],
    parameters,
    async run(access, values) {
      await access.call(SETTING_SET, toWire(values));
      return readSettings(access).catch((error: unknown) => {
        throw unread(error);
      });
    },
  };
}

/** A failure after the change must not look like one of it. */
function unread(error: unknown): unknown {
  if (!(error instanceof AbbError) || error.code === 'ABB_CLOSED') return error;
  return new AbbError(error.code, 'action.unread', { reason: error.message }, error.cause);
}

async function readSettings(access: Access): Promise<Answer<Settings>> {
  const raw = await access.call(SETTING_LIST, {});
  return { result: () => parseSettings(row(raw)), raw, total: null, count: null };
}

/** DSM keeps every setting as text. */
function setting(name: string, value: string | number | boolean) {
  return { name, value: String(value) };
}

function missing(name: string, kind: Kind<unknown>): AbbError {
  return new AbbError('ABB_BAD_PARAMETER', 'parameter.missing', { name, allowed: kind.allowed() });
}
