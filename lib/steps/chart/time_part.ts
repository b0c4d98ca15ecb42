/**
 * Parts of moments that come again: hours of a day, days of a week or month, months of a year.
 *
 * @module
 */
import { MONTHS } from "@/lib/chart/format.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { quoteText } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { sqlOf } from "./amount.ts";
import type { TimePart } from "./parameters.ts";
import { isTime } from "./time_axis.ts";

/** A part with all its values, whether there are rows of them or not. */
export interface CyclicPart {
  /** What it is in words, such as "weekday". */
  readonly title: string;
  /** SQL of a whole number. */
  readonly sql: string;
  /** In their order, as the SQL gives them, written as text. */
  readonly values: readonly string[];
  /** How people write them. */
  readonly words: ReadonlyMap<string, string>;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

interface Asked {
  /** The key that asks for it. */
  readonly key: string;
  readonly part: TimePart;
  readonly setting: Setting;
}

/** Takes a part of a column of time, by the clocks of the zone. @throws AppError WRONG_TYPE at the key */
export function partOf(column: ColumnSchema, { key, part, setting }: Asked): CyclicPart {
  if (!isTime(column) || (part === "hour" && column.type === "date")) {
    const rule = part === "hour" ? "a timestamp" : "a date or timestamp";
    throw refuseKey(
      "WRONG_TYPE",
      key,
      `Cannot take the ${part.replaceAll("_", " ")} of "${column.name}" as it must be ${rule}: ` +
        `current value is ${column.type}`,
    );
  }
  const local = column.type === "date"
    ? sqlOf(column)
    : `(${sqlOf(column)} at time zone ${quoteText(setting.zone)})`;
  const extract = (field: string) => `extract(${field} from ${local})::integer`;
  switch (part) {
    case "hour":
      return made(
        "hour",
        extract("hour"),
        range(0, 23).map((hour) => [
          hour,
          String(hour).padStart(2, "0"),
        ]),
      );
    case "weekday": {
      const order = setting.weekStarts === "monday" ? range(1, 7) : [7, ...range(1, 6)];
      return made("weekday", extract("isodow"), order.map((day) => [day, WEEKDAYS[day - 1]]));
    }
    case "day_of_month":
      return made("day of month", extract("day"), range(1, 31).map((day) => [day, String(day)]));
    case "month":
      return made(
        "month",
        extract("month"),
        range(1, 12).map((month) => [
          month,
          MONTHS[month - 1],
        ]),
      );
  }
}

function made(
  title: string,
  sql: string,
  values: readonly (readonly [value: number, word: string])[],
): CyclicPart {
  return {
    title,
    sql,
    values: values.map(([value]) => String(value)),
    words: new Map(values.map(([value, word]) => [String(value), word])),
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
