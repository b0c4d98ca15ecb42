/**
 * Tells whether the last period of a kpi is over: by the day of the run, and by where its rows end.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { nextPeriod } from "@/lib/steps/periods.ts";

/** A period, and the day of its last row. */
export interface PeriodRows {
  readonly start: string;
  readonly last: string;
}

/** How many periods before the last one tell where rows end as a rule, and how few tell nothing. */
export const EARLIER_PERIODS = 24;
const FEWEST = 3;

/** Of earlier periods as many have to end as early. */
const USUAL = 1 / 5;

const DAY = 24 * 60 * 60 * 1000;

/** What tells whether a period is over. */
export interface PeriodEnd {
  readonly grain: Grain;
  readonly asOf: string;
  /** The day of the last row, which tells of periods that are longer than a day. */
  readonly last: string | null;
  /** The periods before, where their last rows are known. */
  readonly earlier: readonly PeriodRows[];
}

/** Says why the last period is not over; `null` where it is. */
export function whyIncomplete(
  start: string,
  { grain, asOf, last, earlier }: PeriodEnd,
): string | null {
  // An hour is over when its day is: the run knows the day, not the hour.
  const end = grain === "hour" ? nextPeriod(start.slice(0, 10), "day") : nextPeriod(start, grain);
  if (end === null || end > asOf) return `it ends after ${asOf}, the day of the run`;
  const isShort = grain === "hour" || grain === "day";
  const following = isShort || last === null ? null : nextPeriod(last, "day");
  if (last === null || following === null || following >= end) return null;
  return endsAsUsual({ start, last }, earlier, grain) ? null : `the rows end on ${last}`;
}

/** Rows may be figures of whole months, told on their first day, or never be of weekends. */
function endsAsUsual(
  period: PeriodRows,
  earlier: readonly PeriodRows[],
  grain: Grain,
): boolean {
  if (earlier.length < FEWEST) return false;
  const reach = ({ start, last }: PeriodRows) => daysBetween(start, last);
  const rest = ({ start, last }: PeriodRows) => daysBetween(last, nextPeriod(start, grain) ?? last);
  const alike = earlier.filter((one) => reach(one) <= reach(period) || rest(one) >= rest(period));
  return alike.length >= USUAL * earlier.length;
}

function daysBetween(from: string, until: string): number {
  return (Date.parse(until) - Date.parse(from)) / DAY;
}
