/**
 * A site's daily visits as a European tool exports them: semicolons, decimal commas, the day
 * first, a note above the header, and days on which nothing was measured.
 *
 * @module
 */
import { daysFrom, makeRandom } from "./random.ts";

/** Visits of each weekday against the mean, from Sunday. */
const WEEK = [0.7, 1.12, 1.15, 1.12, 1.08, 1.0, 0.73];

/** Days without a row: single ones, and once a week of a broken tag. */
const MISSING = new Set([
  "2024-09-14",
  "2024-12-25",
  "2025-03-09",
  ...daysFrom("2025-05-19", 7),
  "2025-08-23",
  "2026-01-11",
  "2026-04-05",
]);

/** Writes the days from 2024-07-01 to 2026-06-30. */
export function makeWebTraffic(): string {
  const random = makeRandom(20260630);
  const lines = ["Web traffic by day", "", "Day;Visits;Visitors;Bounce rate;Minutes per visit"];
  daysFrom("2024-07-01", 730).forEach((day, i) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const growth = 1 + 0.3 * i / 730;
    const year = 1 + 0.12 * Math.cos(2 * Math.PI * (i - 120) / 365);
    const noise = Math.exp(0.06 * random.normal());
    // A crawler came by.
    const crawler = day === "2025-10-08" ? 2.6 : 1;
    const visits = Math.round(2400 * WEEK[weekday] * growth * year * noise * crawler);
    const visitors = Math.round(visits * (0.72 + 0.04 * random.next()));
    const bounce = decimalComma(41 + 3 * random.normal());
    const minutes = decimalComma(2.6 + 0.2 * random.normal());
    if (MISSING.has(day)) return;
    const [years, months, date] = day.split("-");
    lines.push(`${date}.${months}.${years};${visits};${visitors};${bounce};${minutes}`);
  });
  return `${lines.join("\r\n")}\r\n`;
}

function decimalComma(value: number): string {
  return value.toFixed(1).replace(".", ",");
}
