import { type ExpectedCall, wireTable } from '../wire-case.js';

const READ: ExpectedCall = ['Setting.list', {}];
const SET: ExpectedCall = ['Setting.set', {}];

/** A setting is read back after it was changed. */
const ALWAYS = { after: [READ] };

export const getSettings = wireTable('getSettings', READ, [[{}, {}]], [[{ value: 3 }, 'value']]);

export const setConcurrentDevices = wireTable(
  'setConcurrentDevices',
  SET,
  [
    [{ value: 1 }, { settings: '[{"name":"max_concurrent_devices","value":"1"}]' }],
    [{ value: 20 }, { settings: '[{"name":"max_concurrent_devices","value":"20"}]' }],
    [{ value: '7' }, { settings: '[{"name":"max_concurrent_devices","value":"7"}]' }],
  ],
  [
    [{}, 'value'],
    [{ value: 0 }, 'value'],
    [{ value: -2 }, 'value'],
    [{ value: 2.5 }, 'value'],
    [{ value: 'many' }, 'value'],
    [{ value: true }, 'value'],
  ],
  ALWAYS,
);

function retentionAt(hour: string, minute: string): { settings: string } {
  return {
    settings: `[{"name":"retention_run_hour","value":"${hour}"},{"name":"retention_run_min","value":"${minute}"}]`,
  };
}

export const setRetentionTime = wireTable(
  'setRetentionTime',
  SET,
  [
    [{ hour: 3, minute: 5 }, retentionAt('3', '5')],
    [{ hour: 0, minute: 0 }, retentionAt('0', '0')],
    [{ hour: 23, minute: 59 }, retentionAt('23', '59')],
    [{ hour: '12', minute: '30' }, retentionAt('12', '30')],
  ],
  [
    [{}, 'hour'],
    [{ hour: 3 }, 'minute'],
    [{ minute: 3 }, 'hour'],
    [{ hour: 24, minute: 0 }, 'hour'],
    [{ hour: 3, minute: 60 }, 'minute'],
    [{ hour: -1, minute: 0 }, 'hour'],
    [{ hour: '3:05', minute: 0 }, 'hour'],
  ],
  ALWAYS,
);

const ON = '{"name":"enable_global_bandwidth_control","value":"true"}';
const OFF = '{"name":"enable_global_bandwidth_control","value":"false"}';
const FOR_ALL = '{"name":"enable_ip_range_bandwidth_control","value":"false"}';
const IN_RANGE = '{"name":"enable_ip_range_bandwidth_control","value":"true"}';

function megabytes(value: number): string {
  return `{"name":"global_backup_bandwidth_number","value":"${value}"}`;
}

function range(start: string, end: string): string {
  return `{"name":"bandwidth_control_ip_start","value":"${start}"},{"name":"bandwidth_control_ip_end","value":"${end}"}`;
}

export const setBandwidth = wireTable(
  'setBandwidth',
  SET,
  [
    [{ enable: false }, { settings: `[${OFF}]` }],
    [{ enable: 'false' }, { settings: `[${OFF}]` }],
    [{ enable: false, bandwidth: 5, ipStart: '10.0.0.1', ipEnd: '10.0.0.9' }, { settings: `[${OFF}]` }],
    [{ enable: true, bandwidth: 50 }, { settings: `[${ON},${megabytes(50)},${FOR_ALL}]` }],
    [{ enable: 'true', bandwidth: '50' }, { settings: `[${ON},${megabytes(50)},${FOR_ALL}]` }],
    [{ enable: true, bandwidth: 0 }, { settings: `[${ON},${megabytes(0)},${FOR_ALL}]` }],
    [
      { enable: true, bandwidth: 8, ipStart: '10.0.0.1', ipEnd: '10.0.0.99' },
      { settings: `[${ON},${megabytes(8)},${IN_RANGE},${range('10.0.0.1', '10.0.0.99')}]` },
    ],
  ],
  [
    [{}, 'enable'],
    [{ bandwidth: 5 }, 'enable'],
    [{ enable: true }, 'bandwidth'],
    [{ enable: 1, bandwidth: 5 }, 'enable'],
    [{ enable: true, bandwidth: -1 }, 'bandwidth'],
    [{ enable: true, bandwidth: 5, ipStart: '10.0.0.1' }, 'ipEnd'],
    [{ enable: true, bandwidth: 5, ipEnd: '10.0.0.1' }, 'ipStart'],
    [{ enable: false, ipStart: '10.0.0.1' }, 'ipEnd'],
    [{ enable: false, ipEnd: '10.0.0.1' }, 'ipStart'],
    [{ enable: true, bandwidth: 5, ipStart: '10.0.0', ipEnd: '10.0.0.9' }, 'ipStart'],
    [{ enable: true, bandwidth: 5, ipStart: '10.0.0.1', ipEnd: 'fe80::1' }, 'ipEnd'],
    [{ enable: true, bandwidth: 5, ipStart: '10.0.0.1', ipEnd: '10.0.0.256' }, 'ipEnd'],
  ],
  ALWAYS,
);

export const setCertificate = wireTable(
  'setCertificate',
  SET,
  [
    [{ usePackageCertificate: true }, { settings: '[]', cert_use_package: 'true' }],
    [{ usePackageCertificate: false }, { settings: '[]', cert_use_package: 'false' }],
    [{ usePackageCertificate: 'true' }, { settings: '[]', cert_use_package: 'true' }],
  ],
  [
    [{}, 'usePackageCertificate'],
    [{ usePackageCertificate: 'package' }, 'usePackageCertificate'],
    [{ usePackageCertificate: 0 }, 'usePackageCertificate'],
  ],
  ALWAYS,
);
