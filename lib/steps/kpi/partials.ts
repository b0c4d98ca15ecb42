/**
 * Writes a rollup as a table of partial aggregates, from which the SQL of a kpi
 * computes every level as it would from the rows.
 *
 * @module
 */
import { copyField } from "@/lib/db/copy_csv.ts";
import type { Session, StatementOptions } from "@/lib/db/database.ts";
import type { Rollup } from "@/lib/read/rollup.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";
import type { CompiledKpi } from "./compile.ts";
import type { CompiledMeasure } from "./parts.ts";
import { plainMeasure } from "./rollup.ts";
import type { KpiPlan } from "./statement.ts";

/** What the table is made of and called. */
export interface PartialsOptions extends StatementOptions {
  readonly kpi: CompiledKpi;
  readonly kept: Rollup;
  /** The name of the table to make. */
  readonly relation: string;
}

/** Makes the table and returns the plan of the same kpi over it. */
export async function writePartials(
  session: Session,
  { kpi, kept, relation, ...options }: PartialsOptions,
): Promise<KpiPlan> {
  const { plan } = kpi;
  const types = kpi.schema.columns.slice(1, 1 + plan.dimensions.length)
    .map(({ type }) => POSTGRES_TYPES[type]);
  const numbers = kept.columns.flatMap((_, i) => [
    `sum_${i} numeric`,
    `count_${i} int8`,
    `min_${i} numeric`,
    `max_${i} numeric`,
  ]);
  const columns = [
    `period ${plan.grain === "hour" ? "timestamptz" : "date"}`,
    ...types.map((type, i) => `by_${i} ${type}`),
    "rows int8",
    ...numbers,
  ];
  await session.query(`create table ${relation} (${columns.join(", ")})`, [], options);
  await session.copyIn(`copy ${relation} from stdin with (format csv)`, csvOf(kept), options);
  return {
    ...plan,
    source: `${relation} as p where p.period is not null`,
    period: "p.period",
    rows: "sum(p.rows)::int8",
    time: null,
    dimensions: plan.dimensions.map(({ name }, i) => ({ name, sql: `p.by_${i}` })),
    measures: plan.measures.map((measure, i) => ({
      ...measure,
      sql: partialSql(kpi.measures[i], kept),
    })),
    partials: plan.partials.map(({ name }) => ({ name, sql: meanSql(name, kpi, kept) })),
  };
}

/** Returns SQL over the partial aggregates that equals a sum or count that a mean is made of. */
function meanSql(name: string, { measures }: CompiledKpi, kept: Rollup): string {
  const [, sum, place] = name.split("_");
  const measure = measures[Number(place)];
  const plain = plainMeasure(measure.name, measure.body.value);
  const i = kept.columns.findIndex(({ column }) => column === plain?.column);
  return sum === "numerator" ? `sum(p.sum_${i})` : `sum(p.count_${i})`;
}

/** Returns SQL over the partial aggregates that equals the measure over the rows. */
function partialSql({ name, body, compiled }: CompiledMeasure, kept: Rollup): string {
  const measure = plainMeasure(name, body.value);
  if (measure === null) throw new TypeError(`No plain aggregate: ${body.value}`);
  const i = kept.columns.findIndex(({ column }) => column === measure.column);
  // Partial sums are exact also where the column is floating point.
  const cast = compiled.type === "integer" ? "::int8" : compiled.type === "float" ? "::float8" : "";
  const trim = (sql: string) =>
    compiled.type === "decimal" ? `trim_scale(${sql})` : `(${sql})${cast}`;
  switch (measure.function) {
    case "count_rows":
      return "sum(p.rows)::int8";
    case "count":
      return `sum(p.count_${i})::int8`;
    case "sum":
      return trim(`sum(p.sum_${i})`);
    case "min":
      return trim(`min(p.min_${i})`);
    case "max":
      return trim(`max(p.max_${i})`);
    case "avg":
      return trim(`sum(p.sum_${i}) / nullif(sum(p.count_${i}), 0)`);
  }
}

function* csvOf(kept: Rollup): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  const lines: string[] = [];
  for (let row = 0; row < kept.length; row++) {
    const fields = [
      kept.periods[row],
      ...kept.by.map((values) => copyField(values[row])),
      String(kept.rows[row]),
      ...kept.columns.flatMap(({ sums, counts, minima, maxima }) => [
        sums[row] ?? "",
        String(counts[row]),
        minima[row] ?? "",
        maxima[row] ?? "",
      ]),
    ];
    lines.push(fields.join(","));
  }
  yield encoder.encode(lines.map((line) => `${line}\n`).join(""));
}
