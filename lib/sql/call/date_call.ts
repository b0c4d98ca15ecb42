/**
 * Compiles what Postgres spells in words: parts of a date, times in a zone.
 *
 * @module
 */
import { suggestName } from "@/lib/nearest.ts";
import { quoteText } from "@/lib/sql/quote.ts";
import { isTimeZone } from "@/lib/time_zone.ts";
import { coerce } from "@/lib/sql/cast.ts";
import { type Call, type Typed, typed } from "@/lib/sql/context.ts";
import { DATE_FIELDS, TRUNCATIONS } from "./functions.ts";

const CLOCK_FIELDS: ReadonlySet<string> = new Set([
  ...["hour", "minute", "second", "milliseconds", "microseconds"],
]);

/** Compiles `extract(year from day)`: an integer, but for seconds and epochs. */
export function compileExtract(parts: readonly Typed[], call: Call): Typed {
  const { location, context: { source } } = call;
  const [field, from] = parts;
  const name = requireWord(field, DATE_FIELDS.keys(), call).replace(/s$/, "");
  const known = [...DATE_FIELDS.keys()].find((one) => one.replace(/s$/, "") === name) ?? name;
  const clock = CLOCK_FIELDS.has(known);
  const allowed = from.type === "timestamp" || from.type === "date" ||
    (from.type === "time" && (clock || known === "epoch")) ||
    (from.type === "interval" && (clock || ["year", "month", "day", "epoch"].includes(known)));
  if (!allowed) {
    source.refuse({
      code: "WRONG_TYPE",
      message: `Cannot extract ${known} from a value of type ${from.type}`,
      location,
      remedy: "Cast it to date or timestamp",
    });
  }
  const moment = from.type === "date" && clock
    ? coerce(from, "timestamp", { source, location })
    : from;
  const sql = `extract(${known} from ${moment.sql})`;
  const whole = DATE_FIELDS.get(known) === true;
  return typed(whole ? `${sql}::int8` : sql, whole ? "integer" : "decimal", parts, {
    additivity: from.aggregate ? "non_additive" : null,
  });
}

/**
 * Compiles `moment at time zone 'Europe/Berlin'`: the moment whose clock in UTC
 * shows what the clock showed there.
 */
export function compileTimeZone(parts: readonly Typed[], call: Call): Typed {
  const { location, context: { source } } = call;
  const [zone, from] = parts;
  if (zone.literal === undefined || zone.literal === null || !isTimeZone(zone.literal)) {
    return source.refuse({
      message: `Cannot use as a time zone: current value is ${zone.literal ?? zone.sql}`,
      location,
      remedy: "Write a name such as 'Europe/Berlin'",
    });
  }
  const moment = coerce(from, "timestamp", { source, location });
  if (zone.literal === "UTC") return moment;
  const local = `timezone(${quoteText(zone.literal)}, ${moment.sql})`;
  return typed(`timezone('UTC', ${local})`, "timestamp", parts);
}

/** Requires one of the units that `date_trunc` knows. */
export function requireTruncation(part: Typed, call: Call): void {
  requireWord(part, TRUNCATIONS, call);
}

function requireWord(
  part: Typed,
  known: Iterable<string>,
  { name, location, context }: Call,
): string {
  const word = (part.literal ?? "").toLowerCase();
  const words = [...known];
  if (words.some((one) => one === word || one === `${word}s`)) return word;
  return context.source.refuse({
    message: `Cannot use as a unit of ${name}: current value is ${part.literal ?? part.sql}`,
    location,
    remedy: suggestName(word, words) ?? `Units are ${words.join(", ")}`,
  });
}
