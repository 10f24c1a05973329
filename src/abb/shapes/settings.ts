import { boolean, number, row, type Row, rows, string, strings } from '../fields.js';
import { isSecret } from '../redact.js';

/** The settings of the package. */
export interface Settings {
  readonly maxConcurrentDevices: number | null;
  readonly memoryLimitPercent: number | null;
  /** When old versions are deleted, in the time zone of the NAS. */
  readonly retentionTime: { readonly hour: number | null; readonly minute: number | null };
  readonly bandwidth: Bandwidth;
  readonly certificate: CertificateSettings;
  /** Settings that have no name here, as DSM calls and writes them. */
  readonly other: Readonly<Record<string, string | null>>;
}

/** The limit on what PCs, servers and NAS may send. */
export interface Bandwidth {
  readonly enabled: boolean | null;
  readonly megabytesPerSecond: number | null;
  /** The addresses that the limit is for; null when it is for all. */
  readonly ipStart: string | null;
  readonly ipEnd: string | null;
}

/** The certificates that agents may be shown. */
export interface CertificateSettings {
  readonly usePackageCertificate: boolean | null;
  readonly dsm: Certificate | null;
  readonly package: Certificate | null;
}

export interface Certificate {
  readonly commonName: string | null;
  readonly issuer: string | null;
  readonly altNames: readonly string[];
  readonly validUntil: string | null;
}

const NAMED: ReadonlySet<string> = new Set([
  'max_concurrent_devices',
  'memory_usage_limit_percentage',
  'retention_run_hour',
  'retention_run_min',
  'enable_global_bandwidth_control',
  'global_backup_bandwidth_number',
  'enable_ip_range_bandwidth_control',
  'bandwidth_control_ip_start',
  'bandwidth_control_ip_end',
]);

/** Reads the answer of Setting.list, whose rows all hold text. */
export function parseSettings(data: Row): Settings {
  const values = new Map(
    rows(data['settings']).map((setting) => [string(setting['name']) ?? '', setting['value']]),
  );
  const inRange = boolean(values.get('enable_ip_range_bandwidth_control')) === true;
  const certificates = row(data['cert_info']);
  return {
    maxConcurrentDevices: number(values.get('max_concurrent_devices')),
    memoryLimitPercent: number(values.get('memory_usage_limit_percentage')),
    retentionTime: {
      hour: number(values.get('retention_run_hour')),
      minute: number(values.get('retention_run_min')),
    },
    bandwidth: {
      enabled: boolean(values.get('enable_global_bandwidth_control')),
      megabytesPerSecond: number(values.get('global_backup_bandwidth_number')),
      ipStart: inRange ? string(values.get('bandwidth_control_ip_start')) : null,
      ipEnd: inRange ? string(values.get('bandwidth_control_ip_end')) : null,
    },
    certificate: {
      usePackageCertificate: boolean(certificates['cert_use_package']),
      dsm: parseCertificate(certificates['cert_from_dsm']),
      package: parseCertificate(certificates['cert_from_package']),
    },
    other: Object.fromEntries(
      [...values]
        .filter(([name]) => name !== '' && !NAMED.has(name) && !isSecret(name))
        .map(([name, value]) => [name, string(value)]),
    ),
  };
}

function parseCertificate(value: unknown): Certificate | null {
  const certificate = row(value);
  if (Object.keys(certificate).length === 0) return null;
  return {
    commonName: string(certificate['cert_common_name']),
    issuer: string(certificate['cert_issuer']),
    altNames: strings(certificate['cert_san']),
    validUntil: parseExpiry(certificate['cert_tillTime']),
  };
}

/**
 * DSM writes the end of a certificate as text (`May 29 18:54:13 2025 GMT`), but a large number has been seen for the
 * package's own, whose unit is not known: its size tells.
 */
function parseExpiry(value: unknown): string | null {
  const count = number(value);
  const milliseconds = count === null ? Date.parse(string(value) ?? '') : toMilliseconds(count);
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > LAST_YEAR ? null : date.toISOString();
}

function toMilliseconds(count: number): number {
  const unit = [1e17, 1e14, 1e11].findIndex((least) => count >= least);
  return count * ([1e-6, 1e-3, 1][unit] ?? 1000);
}

const LAST_YEAR = 9999;
