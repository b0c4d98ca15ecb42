/**
 * Hourly series whose values are told by the clocks of a zone alone.
 *
 * @module
 */

const HOUR = 3_600_000;

/** Returns `count` hours from one on, as text. */
export function hoursFrom(first: string, count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, i) => `${new Date(Date.parse(first) + i * HOUR).toISOString().slice(0, 19)}Z`,
  );
}

/** Returns what the clocks of a zone show at the start of each hour, 0 to 23. */
export function clockHours(periods: readonly string[], zone: string): readonly number[] {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit" });
  return periods.map((period) => Number(format.format(new Date(period))));
}

/** Returns a value of each hour: 100 and ten times the hour that the clocks show. */
export function dailyPattern(periods: readonly string[], zone: string): Float64Array {
  return Float64Array.from(clockHours(periods, zone), (hour) => 100 + 10 * hour);
}
