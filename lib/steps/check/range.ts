/**
 * The ends of a range as SQL: numbers for numbers, days for dates and times.
 *
 * @module
 */
import { type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";

/** Both ends are in. */
export interface Range {
  readonly min?: number | string;
  readonly max?: number | string;
}

/** Returns SQL conditions, of which one is true for a value outside of the range. */
export function boundaries(
  found: ColumnSchema,
  { min, max }: Range,
  { key, sql, zone, bind }: {
    readonly key: string;
    readonly sql: string;
    readonly zone: string;
    readonly bind: (value: BoundValue) => string;
  },
): string[] {
  const end = (value: number | string, side: "min" | "max"): string => {
    const sign = side === "min" ? "<" : ">";
    if (isNumeric(found.type) && typeof value === "number") {
      return `${sql} ${sign} ${bind(String(value))}::text::numeric`;
    }
    const isTime = found.type === "date" || found.type === "timestamp";
    if (!isTime || typeof value !== "string") {
      throw refuseKey(
        "WRONG_TYPE",
        `${key}.${side}`,
        `Cannot compare "${found.name}", which is ${found.type}: current value is ` +
          JSON.stringify(value),
        isTime ? "Write a day such as 2026-01-31" : "Write a number",
      );
    }
    const day = `${bind(value)}::text::date`;
    if (found.type === "date") return `${sql} ${sign} ${day}`;
    const inZone = (moment: string) => `(${moment})::timestamp at time zone ${bind(zone)}::text`;
    // The last day is in as a whole.
    return side === "min" ? `${sql} < ${inZone(day)}` : `${sql} >= ${inZone(`${day} + 1`)}`;
  };
  return [
    ...(min === undefined ? [] : [end(min, "min")]),
    ...(max === undefined ? [] : [end(max, "max")]),
  ];
}
