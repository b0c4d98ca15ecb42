/**
 * The usual times to choose from, and the cron lines that they stand for.
 *
 * @module
 */

/** How often, as a form names it, and in words. */
export const USUAL = [
  ["day", "Every day"],
  ["weekdays", "On weekdays"],
  ["monday", "Every Monday"],
  ["first", "On the first of each month"],
  ["own", "By a cron line of your own"],
] as const;

/** How often. */
export type Often = typeof USUAL[number][0];

/** Day of the month, month and weekday, as a cron line has them. */
const DAYS: Readonly<Record<Exclude<Often, "own">, string>> = {
  day: "* * *",
  weekdays: "* * 1-5",
  monday: "* * 1",
  first: "1 * *",
};

/** What a form says of when something is due. */
export interface TypedTimes {
  readonly often: Often;
  /** A time of day, such as "06:30". */
  readonly at: string;
  /** The cron line; of one's own alone it counts. */
  readonly cron: string;
}

/** Reads how often; "own" where it is none of the usual ones. */
export function parseOften(text: string): Often {
  return USUAL.find(([often]) => often === text)?.[0] ?? "own";
}

/** Returns the cron line of what a form says. A time that is none gives a line that is none either. */
export function cronOf({ often, at, cron }: TypedTimes): string {
  if (often === "own") return cron.trim().replace(/\s+/g, " ");
  const [hour = "", minute = ""] = at.split(":");
  return `${plain(minute)} ${plain(hour)} ${DAYS[often]}`;
}

function plain(digits: string): string {
  return /^\d{1,2}$/.test(digits) ? String(Number(digits)) : "?";
}
