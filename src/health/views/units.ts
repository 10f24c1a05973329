/** A length of time as `0:07` or `12:30`: hours and minutes. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/**
 * An amount of data as `1.2 GB`, in steps of 1000 as networks count.
 * @param language whose decimal sign is used
 */
export function size(bytes: number, language: string): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = (bytes / 1000 ** step).toLocaleString(language, {
    maximumFractionDigits: step === 0 ? 0 : 1,
  });
  return `${value} ${UNITS[step] ?? ''}`;
}
