/**
 * Finds days, months, quarters and moments in text, and tells which of them are given.
 *
 * @module
 */
import { MONTHS } from "@/lib/chart/format.ts";

/** What a text says of a time; `null` for what it leaves out. */
export interface WrittenPeriod {
  readonly from: number;
  readonly to: number;
  readonly year: number | null;
  readonly quarter: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly time: string | null;
}

const LONG = "January February March April May June July August September October November December"
  .split(" ");
const MONTH = `(?<month>${
  LONG.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|")
}|Sept)\\.?`;
const YEAR = String.raw`(?<year>\d{4})`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const TIME = String.raw`(?:,? (?:at )?(?<time>\d{1,2}:\d{2})(?::\d{2})?(?: UTC)?)?`;
const ORDINALS = ["first", "second", "third", "fourth"];

/** The longest first, as one may begin as another does. */
const FORMS = [
  String
    .raw`(?<year>\d{4})-(?<number>\d{2})-(?<day>\d{2})(?:[T ](?<time>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z?)?`,
  `${DAY} (?:of )?${MONTH},? ${YEAR}${TIME}`,
  `${MONTH} ${DAY},? ${YEAR}${TIME}`,
  `${MONTH},? (?:of )?${YEAR}`,
  `${DAY} (?:of )?${MONTH}${TIME}`,
  `${MONTH} ${DAY}${TIME}`,
  String.raw`(?<year>\d{4})[- ]?Q(?<quarter>[1-4])`,
  `Q(?<quarter>[1-4])(?:(?: of)?,? ${YEAR})?`,
  String.raw`(?<ordinal>first|second|third|fourth) quarter(?:(?: of)?,? (?<year>\d{4}))?`,
].map((form) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/–-])(?:${form})(?![\\p{L}\\p{N}:/]|[.,]\\p{N}|[–-]\\p{N})`,
    "giu",
  )
);

/** Returns the periods that a text names, in no order; none overlaps another. */
export function findPeriods(text: string): WrittenPeriod[] {
  const found: WrittenPeriod[] = [];
  for (const form of FORMS) {
    for (const match of text.matchAll(form)) {
      const from = match.index;
      const to = from + match[0].length;
      if (found.some((other) => from < other.to && other.from < to)) continue;
      found.push({ from, to, ...partsOf(match.groups ?? {}) });
    }
  }
  return found;
}

type Groups = Readonly<Record<string, string | undefined>>;

function partsOf(groups: Groups): Omit<WrittenPeriod, "from" | "to"> {
  const number = (text: string | undefined) => text === undefined ? null : Number(text);
  const named = MONTHS.findIndex((name) =>
    name.toLowerCase() === groups.month?.slice(0, 3).toLowerCase()
  );
  const ordinal = ORDINALS.indexOf(groups.ordinal?.toLowerCase() ?? "");
  return {
    year: number(groups.year),
    quarter: number(groups.quarter) ?? (ordinal === -1 ? null : ordinal + 1),
    month: number(groups.number) ?? (named === -1 ? null : named + 1),
    day: number(groups.day),
    time: groups.time?.padStart(5, "0") ?? null,
  };
}

/** A time that is given: as fine as it is known. */
export type GivenPeriod = Omit<WrittenPeriod, "from" | "to" | "quarter">;

/** Whether what is written holds a given time, and is no finer than it is known. */
export function isGiven(written: Omit<WrittenPeriod, "from" | "to">, given: GivenPeriod): boolean {
  const { month } = given;
  const quarter = month === null ? null : Math.ceil(month / 3);
  const known = { ...given, quarter };
  return (["year", "quarter", "month", "day", "time"] as const)
    .every((part) => written[part] === null || written[part] === known[part]);
}
