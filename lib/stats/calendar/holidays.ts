/**
 * The holidays of a country or region, by its rules: fixed days, Easter, other calendars, days in lieu.
 *
 * Source: the package date-holidays, whose data follows the articles of Wikipedia it names.
 * Cost: loading it takes 0.3 s; then 1 ms a year, 200 ms where a Chinese calendar is asked.
 *
 * @module
 */

/** Which days are holidays: "public" are days off, "observance" are known and worked on. */
export const HOLIDAY_TYPES = ["public", "bank", "school", "optional", "observance"] as const;

/** What is asked. */
export interface HolidayRequest {
  /** `DE` or `DE-BY`: ISO 3166. */
  readonly place: string;
  readonly types: readonly (typeof HOLIDAY_TYPES)[number][];
  /** Years, both in. */
  readonly first: number;
  readonly last: number;
}

/** A holiday with its first and last day, `YYYY-MM-DD`. */
export interface Holiday {
  readonly name: string;
  readonly starts: string;
  readonly ends: string;
}

const HOUR_MILLISECONDS = 3_600_000;

/** A change of the clocks within a holiday is no other day. */
const CLOCK_CHANGE_HOURS = 1.5;

/** Returns the holidays that touch the years, in their order; none where the place is unknown. */
export async function holidaysOf(
  { place, types, first, last }: HolidayRequest,
): Promise<readonly Holiday[]> {
  const { default: Holidays } = await import("date-holidays");
  const [country, region] = place.split("-");
  const rules = region === undefined
    ? new Holidays(country, { types: [...types] })
    : new Holidays(country, region, { types: [...types] });
  const found = new Map<string, Holiday>();
  // The last days of the year before may go on into the first.
  for (let year = first - 1; year <= last; year++) {
    for (const { name, date, start, end } of rules.getHolidays(year, "en")) {
      const starts = date.slice(0, 10);
      const ends = addDays(starts, daysOf(date, end.getTime() - start.getTime()) - 1);
      const isAsked = ends >= `${pad(first)}-01-01` && starts <= `${pad(last)}-12-31`;
      if (isAsked) found.set(`${starts} ${name}`, { name, starts, ends });
    }
  }
  return [...found.values()].sort((a, b) => a.starts < b.starts ? -1 : a.starts > b.starts ? 1 : 0);
}

/** The days that a holiday touches; `date` may tell the hour that it begins at. */
function daysOf(date: string, milliseconds: number): number {
  const hours = Number(/ (\d{2}):/.exec(date)?.[1] ?? 0) + milliseconds / HOUR_MILLISECONDS;
  return Math.max(1, Math.ceil((hours - CLOCK_CHANGE_HOURS) / 24));
}

function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

function pad(year: number): string {
  return String(year).padStart(4, "0");
}
