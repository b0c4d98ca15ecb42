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

/** Returns a notebook with a kpi of hours of two regions, North and South, and the cells after it. */
export function hourlyNotebook(
  zone: string,
  periods: readonly string[],
  cells: string,
): string {
  const values = dailyPattern(periods, zone);
  // A little up and down, the same on every run: nothing in the world is exact.
  const rows = periods.flatMap((period, i) => [
    `  ${period},North,${values[i] + i * 37 % 7 - 3}`,
    `  ${period},South,${2 * values[i] + i * 53 % 11 - 5}`,
  ]);
  return `---
time_zone: ${zone}
---

\`\`\`load visits
inline: |
  at,region,count
${rows.join("\n")}
\`\`\`

\`\`\`kpi hourly
time: at
grain: hour
by: [region]
measures:
  visits: sum(count)
\`\`\`

${cells}
`;
}
