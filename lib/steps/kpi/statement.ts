/**
 * The SQL of a kpi: every measure on every level in one pass over the rows, so that
 * totals of what does not add up (ratios, distinct counts, medians) are
 * computed from rows and never from other figures.
 *
 * A level is a set of grouping columns, numbered as Postgres' GROUPING() does: a
 * bit is set for each column that is summed over, the period's being the highest.
 *
 * @module
 */
import type { ColumnType, Grain, HiddenColumn } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { distanceSql } from "./period.ts";

/** A name to print into SQL, beside the SQL that gives its value. */
export interface NamedSql {
  readonly name: string;
  readonly sql: string;
}

/** One of the two sums that a measure is one over the other of. */
export interface PartialSql extends NamedSql {
  readonly name: HiddenColumn;
}

/** A measure as SQL of a group of rows. */
export interface MeasureSql extends NamedSql {
  readonly type: ColumnType;
  /** Whether it is compared with other periods: it is a number. */
  readonly compared: boolean;
  readonly target: number | null;
}

/** All parts of the SQL of a kpi. */
export interface KpiPlan {
  /** What is aggregated, such as `results."r_…" as b where …`. */
  readonly source: string;
  readonly period: string;
  /** How many rows a group has, such as `count(*)`. */
  readonly rows: string;
  /** The rows' time; `null` where only periods are known. */
  readonly time: string | null;
  readonly grain: Grain;
  readonly dimensions: readonly NamedSql[];
  readonly measures: readonly MeasureSql[];
  /** What ratios are made of, kept beside them for who puts segments together. */
  readonly partials: readonly PartialSql[];
  readonly bases: readonly ("previous_period" | "previous_year")[];
}

/** Suffixes of the columns that a comparison adds. */
export const BASES = {
  previous_period: "previous",
  previous_year: "year_before",
} as const;

/** The level of the rows that a kpi gives: nothing is summed over. */
export const DETAIL = 0;

/** Returns the level of a period's total over `dimensions` dimensions. */
export function periodLevel(dimensions: number): number {
  return 2 ** dimensions - 1;
}

/** Returns the level of the total over everything. */
export function grandLevel(dimensions: number): number {
  return 2 ** (dimensions + 1) - 1;
}

/** Returns the level of one dimension's values over all periods. */
export function dimensionLevel(dimensions: number, index: number): number {
  return grandLevel(dimensions) - 2 ** (dimensions - 1 - index);
}

/** Returns the SELECT of all levels: `_level`, `period`, `_rows`, `_last`, the dimensions, the measures. */
export function levelsSql(plan: KpiPlan): string {
  const keys = [plan.period, ...plan.dimensions.map(({ sql }) => sql)];
  const sets = new Set([
    keys.join(", "),
    plan.period,
    ...plan.dimensions.map(({ sql }) => sql),
    "",
  ]);
  const columns = [
    `grouping(${keys.join(", ")}) as _level`,
    `${plan.period} as period`,
    `${plan.rows} as _rows`,
    `${plan.time === null ? "null::timestamptz" : `max(${plan.time})`} as _last`,
    ...[...plan.dimensions, ...plan.measures, ...plan.partials].map(({ name, sql }) =>
      `${sql} as ${quoteName(name)}`
    ),
  ];
  return `select ${columns.join(", ")} from ${plan.source} ` +
    `group by grouping sets (${[...sets].map((set) => `(${set})`).join(", ")})`;
}

/**
 * Returns the SELECT that adds comparisons and targets to levels kept in `relation`.
 * A comparison looks exactly one period (or year) back within the same
 * dimensions: across a gap it is null.
 */
export function comparedSql(plan: KpiPlan, relation: string): string {
  const dimensions = plan.dimensions.map(({ name }) => quoteName(name));
  const columns = ["_level", "period", "_rows", ...dimensions];
  const windows: string[] = [];
  for (const base of plan.bases) {
    const distance = distanceSql(plan.grain, base);
    windows.push(
      `${BASES[base]} as (partition by ${["_level", ...dimensions].join(", ")} order by period ` +
        `range between ${distance} preceding and ${distance} preceding)`,
    );
  }
  for (const measure of plan.measures) {
    columns.push(quoteName(measure.name));
    if (!measure.compared) continue;
    for (const base of plan.bases) {
      const suffix = BASES[base];
      columns.push(
        `first_value(${quoteName(measure.name)}) over ${suffix} as ${
          quoteName(`${measure.name}_${suffix}`)
        }`,
      );
    }
    if (measure.target !== null) {
      columns.push(`${measure.target}::numeric as ${quoteName(`${measure.name}_target`)}`);
    }
  }
  columns.push(...plan.partials.map(({ name }) => quoteName(name)));
  const window = windows.length === 0 ? "" : ` window ${windows.join(", ")}`;
  return `select ${columns.join(", ")} from ${relation}${window}`;
}
