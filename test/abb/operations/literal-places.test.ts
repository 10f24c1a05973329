import assert from 'node:assert/strict';

import { operations } from '../../../src/index.js';
import { useLiteralNas } from '../../support/literal-nas.js';
import { failure } from '../../support/nas.js';

describe('a literal reply of DSM about hypervisors, storages and settings', () => {
  const { newBackup, run, runRaw, startNas } = useLiteralNas();

  it('becomes hypervisors without their passwords; the reply is the bare list', async () => {
    const list = [
      { inventory_id: 2, host_name: 'host10', host_type: 99, login_user: 'root', login_password: 'secret' },
      {
        inventory_id: '1',
        host_name: 'host9',
        host_type: '1',
        host_ip: '10.0.0.1',
        host_port: 443,
        version: '7.0.3',
        description: '',
        thumbprint: 'secret',
      },
    ];
    assert.deepEqual(await run(operations.hypervisors, {}, { 'Inventory.list': list }), [
      {
        id: 1,
        name: 'host9',
        type: 'esxi',
        address: '10.0.0.1',
        port: 443,
        description: null,
        version: '7.0.3',
      },
      {
        id: 2,
        name: 'host10',
        type: 'unknown(99)',
        address: null,
        port: null,
        description: null,
        version: null,
      },
    ]);
    const raw = (await runRaw(operations.hypervisors, {}, { 'Inventory.list': list })) as object[];
    assert.deepEqual(raw[0], { ...list[0], login_password: '[redacted]' });
    assert.deepEqual(raw[1], { ...list[1], thumbprint: '[redacted]' });
  });

  it('becomes storages with the space on their volumes', async () => {
    const info = { pc_count: 2, pc_size: '100', agentless_count: 1, agentless_size: 5 };
    const storages = [
      {
        storage_id: '4',
        share_name: 'B',
        volume_path: '/volume9',
        compacting: true,
        compacting_percentage: '40',
        delete_tasks: [3],
      },
      {
        storage_id: 1,
        share_name: 'A',
        vol_name: 'Volume 1',
        volume_path: '/volume1',
        fs_name: 'btrfs',
        mounted: true,
        dedup_size: 700,
        compressed_size: 600,
        device_count: 3,
        device_info: info,
        backup_tasks: [],
        automount_iv: 'secret',
      },
    ];
    const volumes = [{ volume_path: '/volume1', total_bytes: '1000', used_bytes: '400' }];
    const none = { count: null, bytes: null };
    const replies = { 'Share.list_storage': { storages }, 'Share.list_volume': { volumes } };
    assert.deepEqual(await run(operations.storage, {}, replies), [
      {
        id: 1,
        shareName: 'A',
        volumeName: 'Volume 1',
        volumePath: '/volume1',
        fileSystem: 'btrfs',
        mounted: true,
        usedBytes: 700,
        compressedBytes: 600,
        freeBytes: 600,
        totalBytes: 1000,
        deviceCount: 3,
        devices: {
          pc: { count: 2, bytes: 100 },
          server: none,
          vm: none,
          fileServer: { count: 1, bytes: 5 },
          nas: none,
        },
        compacting: null,
        busy: false,
      },
      {
        id: 4,
        shareName: 'B',
        volumeName: null,
        volumePath: '/volume9',
        fileSystem: null,
        mounted: null,
        usedBytes: null,
        compressedBytes: null,
        freeBytes: null,
        totalBytes: null,
        deviceCount: null,
        devices: { pc: none, server: none, vm: none, fileServer: none, nas: none },
        compacting: 40,
        busy: true,
      },
    ]);
  });

  it('becomes storages without space when the volumes may not be seen', async () => {
    const nas = await startNas({ size: 'demo' });
    nas.faults.add({
      kind: 'code',
      code: 105,
      api: 'SYNO.ActiveBackup.Share',
      method: 'list_volume',
      times: Infinity,
    });
    const { result } = await newBackup(nas).run(operations.storage);
    assert.ok(result.length > 0);
    for (const { freeBytes, totalBytes, usedBytes } of result) {
      assert.deepEqual([freeBytes, totalBytes], [null, null]);
      assert.ok((usedBytes ?? 0) > 0);
    }
  });

  it('fails, and does not become storages without space, when the NAS is too busy to tell of its volumes', async () => {
    const nas = await startNas({ size: 'demo' });
    const fault = { api: 'SYNO.ActiveBackup.Share', method: 'list_volume', times: Infinity };
    nas.faults.add({ kind: 'code', code: 117, ...fault });
    const backup = newBackup(nas, { limits: { retryPausesMs: [] } });
    await failure('ABB_BUSY', backup.run(operations.storage));
  });

  it('becomes settings, whose rows are text, with both spellings of a certificate’s end', async () => {
    const settings = [
      ['max_concurrent_devices', '5'],
      ['memory_usage_limit_percentage', '75'],
      ['retention_run_hour', '14'],
      ['retention_run_min', '50'],
      ['enable_global_bandwidth_control', 'true'],
      ['global_backup_bandwidth_number', '30'],
      ['enable_ip_range_bandwidth_control', 'true'],
      ['bandwidth_control_ip_start', '10.0.0.1'],
      ['bandwidth_control_ip_end', '10.0.0.9'],
      ['something_new', 'yes'],
      ['smtp_password', 'secret'],
    ].map(([name, value]) => ({ name, value }));
    const cert_info = {
      cert_use_package: false,
      cert_from_dsm: {
        cert_common_name: 'nas',
        cert_issuer: 'R10',
        cert_san: ['nas', 'nas.lan'],
        cert_tillTime: 'May 29 18:54:13 2027 GMT',
      },
      cert_from_package: { cert_common_name: 'ABB', cert_tillTime: 2_033_608_492_000_000 },
    };
    assert.deepEqual(await run(operations.getSettings, {}, { 'Setting.list': { settings, cert_info } }), {
      maxConcurrentDevices: 5,
      memoryLimitPercent: 75,
      retentionTime: { hour: 14, minute: 50 },
      bandwidth: { enabled: true, megabytesPerSecond: 30, ipStart: '10.0.0.1', ipEnd: '10.0.0.9' },
      certificate: {
        usePackageCertificate: false,
        dsm: {
          commonName: 'nas',
          issuer: 'R10',
          altNames: ['nas', 'nas.lan'],
          validUntil: '2027-05-29T18:54:13.000Z',
        },
        package: { commonName: 'ABB', issuer: null, altNames: [], validUntil: '2034-06-11T03:14:52.000Z' },
      },
      other: { something_new: 'yes' },
    });
  });
});
