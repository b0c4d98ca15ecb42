/**
 * What the values of one column are like.
 *
 * Cost: two passes over the relation; a million distinct values take about two seconds.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { type Value, valueAt } from "@/lib/frame/frame.ts";
import { type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import type { ColumnStatistics } from "./contract.ts";
import { plainValue, type Relation } from "./rows.ts";

/** How many of the most frequent values are told. */
const TOP_VALUES = 10;

const LIMITED = { role: "results", timeLimitMilliseconds: 60_000 } as const;

type Moments = Pick<ColumnStatistics, "mean" | "median" | "deviation">;

/** Counts and orders the values of a column; nulls are only counted. */
export async function columnStatistics(
  database: Database,
  relation: Relation,
  column: ColumnSchema,
): Promise<ColumnStatistics> {
  const { columns, length } = await database.columns(
    countsSql(relation.name, column),
    [],
    LIMITED,
  );
  const [nulls, distinct, least, greatest, values, counts] = columns;
  const value = (of: (typeof columns)[number], row: number): Value =>
    plainValue(column.type, valueAt(of, row));
  const top = Array.from({ length }, (_, row) => ({
    value: value(values, row),
    rows: Number(counts.values[row]),
  }));
  return {
    column: column.name,
    nulls: Number(nulls.values[0]),
    distinct: Number(distinct.values[0]),
    least: value(least, 0),
    greatest: value(greatest, 0),
    ...(isNumeric(column.type) ? await moments(database, relation, column) : NO_MOMENTS),
    // A column without values gives one row, as it has counts nonetheless.
    top: top.filter((one) => one.value !== null),
  };
}

const NO_MOMENTS: Moments = { mean: null, median: null, deviation: null };

function countsSql(relation: string, { name, type }: ColumnSchema): string {
  const text = type === "integer" || type === "decimal" ? "::text" : "";
  const end = (direction: string) =>
    `(select v${text} from known order by v ${direction} limit 1) as ${
      direction === "asc" ? "least" : "greatest"
    }`;
  return `with groups as materialized (
      select ${quoteName(name)} as v, count(*) as n from ${relation} group by 1
    ), known as (select v, n from groups where v is not null
    ), top as (select v, n from known order by n desc, v limit ${TOP_VALUES}
    ), counts as (
      select coalesce((select n from groups where v is null), 0) as nulls,
        (select count(*) from known) as distinct_values, ${end("asc")}, ${end("desc")}
    ) select nulls, distinct_values, least, greatest, top.v${text} as value, top.n as rows
      from counts left join top on true order by top.n desc, top.v`;
}

async function moments(
  database: Database,
  { name }: Relation,
  column: ColumnSchema,
): Promise<Moments> {
  const value = `${quoteName(column.name)}::float8`;
  const { columns } = await database.columns(
    `select avg(${value}) as mean, percentile_cont(0.5) within group (order by ${value}) as median,
       stddev_samp(${value}) as deviation from ${name}`,
    [],
    LIMITED,
  );
  const [mean, median, deviation] = columns.map((one) => roundAmount(Number(one.values[0])));
  return { mean, median, deviation };
}
