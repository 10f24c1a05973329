/** The moment at which the clocks of a time zone show a date and a time, in epoch milliseconds. */
export function localTime(date: string, time: string, timeZone: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const first = asUtc - offset(asUtc, timeZone);
  // The first guess may lie on the other side of a change of the clocks.
  return asUtc - offset(first, timeZone);
}

/** How many milliseconds a time zone is ahead of UTC at a moment. */
function offset(moment: number, timeZone: string): number {
  const shown = new Date(moment).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}

/** The date so many days after another, such as `2026-11-23`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
