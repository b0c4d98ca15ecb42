/**
 * Reads a measure by the values of a dimension in two spans of time.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { type Column, valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Segments, Split } from "@/lib/stats/explain/contributions.ts";
import type { Input } from "@/lib/steps/step.ts";
import type { MeasureSource } from "./columns.ts";
import type { SpanPair } from "./spans.ts";

/** What is read. */
export interface SegmentsWanted {
  readonly dimension: string;
  readonly source: MeasureSource;
  readonly spans: SpanPair;
  readonly only: Readonly<Record<string, string>>;
  /** Whether a sum is told as the mean of its periods. */
  readonly isMean: boolean;
}

/** A measure by the values of a dimension, in the order of their bytes. */
export interface NamedSegments {
  /** `null` where rows have no value. */
  readonly names: readonly (string | null)[];
  readonly segments: Segments;
}

/** Adds up the rows of both spans by the dimension. */
export async function readSegments(
  input: Input,
  { dimension, source, spans, only, isMean }: SegmentsWanted,
  { database, signal }: { readonly database: Database; readonly signal: AbortSignal },
): Promise<NamedSegments> {
  const name = `${quoteName(dimension)}::text`;
  const { before, after } = spans;
  const type = before.first.includes("T") ? "timestamptz" : "date";
  const within = (first: number) => `period between $${first}::${type} and $${first + 1}::${type}`;
  const sums = columnsOf(source).flatMap((column) =>
    [1, 3].map((first) => `sum(${quoteName(column)}) filter (where ${within(first)})::float8`)
  );
  const counts = [1, 3].map((first) => `count(*) filter (where ${within(first)})`);
  const slices = Object.keys(only).map((key, i) => ` and ${quoteName(key)}::text = $${i + 5}`);
  const frame = await database.columns(
    // By place: a dimension may have any name.
    `select ${[name, ...counts, ...sums].map((sql, i) => `${sql} as c${i}`).join(", ")} ` +
      `from ${input.relation} where (${within(1)} or ${within(3)})${slices.join("")} ` +
      `group by 1 order by ${name} collate "C" nulls last`,
    [before.first, before.last, after.first, after.last, ...Object.values(only)],
    { role: "results", signal },
  );
  const [names, one, other, ...amounts] = frame.columns;
  const splits = [0, 2].filter((at) => at < amounts.length).map((at): Split => ({
    before: amountsOf(amounts[at], one, isMean ? before.count : 1),
    after: amountsOf(amounts[at + 1], other, isMean ? after.count : 1),
  }));
  return {
    names: Array.from({ length: frame.length }, (_, row) => {
      const value = valueAt(names, row);
      return value === null ? null : String(value);
    }),
    segments: source.type === "sum"
      ? { type: "sum", amounts: splits[0] }
      : { type: "ratio", numerators: splits[0], denominators: splits[1] },
  };
}

function columnsOf(source: MeasureSource): readonly string[] {
  return source.type === "sum" ? [source.column] : [source.numerator, source.denominator];
}

/** NaN where a span has no rows; rows without a value add nothing. */
function amountsOf(sums: Column, counts: Column, periods: number): Float64Array {
  return Float64Array.from({ length: counts.values.length }, (_, row) => {
    if (Number(valueAt(counts, row)) === 0) return NaN;
    return Number(valueAt(sums, row) ?? 0) / periods;
  });
}
