/**
 * Reads a measure by the values of a dimension in some periods of each series of a detect cell.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { MeasureSource } from "@/lib/steps/explain/columns.ts";
import type { Input } from "@/lib/steps/step.ts";

/** The amount of a segment, of a ratio its numerator and denominator. */
type Amounts = readonly [first: number, second: number];

/** What is read. */
export interface PeriodsWanted {
  readonly dimension: string;
  readonly source: MeasureSource;
  readonly each: readonly string[];
  readonly only: Readonly<Record<string, string>>;
  readonly periods: readonly string[];
}

/** What was read. */
export interface PeriodSegments {
  /** The amounts of a series and period by the dimension's values; empty where there are no rows. */
  at(series: readonly (string | null)[], period: string): ReadonlyMap<string | null, Amounts>;
}

/** Adds up the rows of the periods by series, period and dimension. */
export async function readPeriods(
  input: Input,
  { dimension, source, each, only, periods }: PeriodsWanted,
  { database, signal }: { readonly database: Database; readonly signal: AbortSignal },
): Promise<PeriodSegments> {
  const type = periods[0].includes("T") ? "timestamptz" : "date";
  const keys = [...each.map((name) => `${quoteName(name)}::text`), "period"];
  const columns = source.type === "sum" ? [source.column] : [source.numerator, source.denominator];
  const sums = columns.map((column) => `sum(${quoteName(column)})::float8`);
  const selected = [...keys, `${quoteName(dimension)}::text`, ...sums];
  const slices = Object.keys(only).map((name, i) =>
    ` and ${quoteName(name)}::text = $${periods.length + i + 1}`
  );
  const frame = await database.columns(
    // By place: a dimension may have any name.
    `select ${selected.map((sql, i) => `${sql} as c${i}`).join(", ")} from ${input.relation} ` +
      `where period in (${periods.map((_, i) => `$${i + 1}::${type}`).join(", ")})` +
      `${slices.join("")} group by ${keys.map((_, i) => i + 1).join(", ")}, ${keys.length + 1}`,
    [...periods, ...Object.values(only)],
    { role: "results", signal },
  );
  const found = new Map<string, Map<string | null, Amounts>>();
  const text = (place: number, row: number) => {
    const value = valueAt(frame.columns[place], row);
    return value === null ? null : String(value);
  };
  const amount = (place: number, row: number) =>
    place >= frame.columns.length ? 0 : Number(valueAt(frame.columns[place], row) ?? 0);
  for (let row = 0; row < frame.length; row++) {
    const id = JSON.stringify(keys.map((_, place) => text(place, row)));
    const segments = found.get(id) ?? new Map<string | null, Amounts>();
    found.set(id, segments);
    const first = keys.length + 1;
    segments.set(text(keys.length, row), [amount(first, row), amount(first + 1, row)]);
  }
  return {
    at: (series, period) => found.get(JSON.stringify([...series, period])) ?? new Map(),
  };
}
