/** One row of the package settings; values are always text. The two rows of retention have no id. */
export interface SettingRow {
  readonly id?: number;
  readonly name: string;
  value: string;
}

const INITIAL: readonly SettingRow[] = [
  { id: 1, name: 'max_concurrent_devices', value: '5' },
  { id: 2, name: 'memory_usage_limit_percentage', value: '75' },
  { id: 3, name: 'package_cert_id', value: 'dyAaL7' },
  { id: 4, name: 'enable_global_bandwidth_control', value: 'false' },
  { id: 5, name: 'global_backup_bandwidth_number', value: '0' },
  { id: 6, name: 'enable_ip_range_bandwidth_control', value: 'false' },
  { id: 7, name: 'full_backup_task_ids', value: '2' },
  { name: 'retention_run_hour', value: '14' },
  { name: 'retention_run_min', value: '50' },
];

/** Rows that exist only after somebody has set them. */
const ADDABLE = ['bandwidth_control_ip_start', 'bandwidth_control_ip_end'];

/** The settings of the package. */
export class Settings {
  readonly rows: SettingRow[] = INITIAL.map((row) => ({ ...row }));
  usePackageCertificate = true;

  get maxConcurrentDevices(): number {
    return Math.max(1, this.#number('max_concurrent_devices'));
  }

  /** The second of the local day at which retention runs. */
  get retentionTime(): number {
    return this.#number('retention_run_hour') * 3600 + this.#number('retention_run_min') * 60;
  }

  knows(name: string): boolean {
    return ADDABLE.includes(name) || this.rows.some((row) => row.name === name);
  }

  /** Changes one row; a row that may be missing is added. */
  set(name: string, value: string): void {
    const row = this.rows.find((candidate) => candidate.name === name);
    if (row !== undefined) row.value = value;
    else if (ADDABLE.includes(name)) this.rows.push({ id: this.rows.length - 1, name, value });
  }

  #number(name: string): number {
    return Number(this.rows.find((row) => row.name === name)?.value ?? 0);
  }
}
