/**
 * Computes a kpi: all levels in one pass over the rows, or from the rollup that
 * the load kept while it read, by the same SQL.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { beside } from "@/lib/steps/beside.ts";
import { warnOfYears } from "@/lib/steps/events/named.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { type CompiledKpi, compileKpi } from "./compile.ts";
import type { KpiFacts } from "./facts.ts";
import { collectFacts, readGrand } from "./collect.ts";
import type { KpiParameters } from "./parameters.ts";
import { writePartials } from "./partials.ts";
import { comparedSql, DETAIL, levelsSql } from "./statement.ts";

/** More rows than this are no key figures. */
const MAX_ROWS = 500_000;

/** @throws AppError TOO_MANY_ROWS */
export async function runKpi(
  input: Input,
  parameters: KpiParameters,
  context: RunContext,
): Promise<Outcome<KpiFacts>> {
  const kept = context.kept.rollups.get(context.key) ?? null;
  context.kept.rollups.delete(context.key);
  const top = await findTop(input, parameters, context);
  const kpi = compileKpi(input.schema, parameters, { ...context, relation: input.relation, top });
  return await context.write(async (session) => {
    const asResults = { role: "results" as const, signal: context.signal };
    // The results role has no temporary tables: these are dropped before the transaction ends.
    const levels = beside(context.relation, "levels");
    const partials = beside(context.relation, "partials");
    if (kept === null) {
      await session.query(
        `create table ${levels} as ${levelsSql(kpi.plan)}`,
        kpi.values,
        asResults,
      );
    } else {
      const plan = await writePartials(session, { kpi, kept, relation: partials, ...asResults });
      await session.query(`create table ${levels} as ${levelsSql(plan)}`, [], asResults);
    }
    const grand = await readGrand(session, { kpi, levels, signal: context.signal });
    const { rows } = grand;
    if (rows > MAX_ROWS) {
      throw refuseKey(
        "TOO_MANY_ROWS",
        "by",
        `Cannot keep a kpi of more than ${MAX_ROWS.toLocaleString("en")} rows: ` +
          `current value is ${rows.toLocaleString("en")}`,
        "Take out a dimension, choose a longer period, or keep the top of a dimension",
      );
    }
    const facts = await collectFacts(session, {
      kpi,
      input,
      context,
      grand,
      levels,
      parameters,
    });
    await keepDetail(session, { kpi, facts, levels, context });
    const done = kept === null ? levels : `${levels}, ${partials}`;
    await session.query(`drop table ${done}`, [], asResults);
    return {
      schema: kpi.schema,
      relation: context.relation,
      rows,
      rejected: 0,
      facts,
      problems: [...warningsOf(kpi, facts), ...warnOfYears(context.events, facts.periods)],
    };
  });
}

/** Returns the greatest values of the dimension of `top`, greatest first. */
async function findTop(
  input: Input,
  parameters: KpiParameters,
  context: RunContext,
): Promise<readonly string[]> {
  const { top } = parameters;
  if (top === undefined) return [];
  const ranking = { ...parameters, by: [top.dimension], top: undefined };
  const { plan, values } = compileKpi(input.schema, ranking, {
    ...context,
    relation: input.relation,
    top: [],
    only: top.measure,
  });
  const [measure] = plan.measures;
  const [dimension] = plan.dimensions;
  const { columns } = await context.database.columns(
    `select (${dimension.sql})::text collate "C" as value from ${plan.source} ` +
      `and ${dimension.sql} is not null group by ${dimension.sql} ` +
      `order by ${measure.sql} desc nulls last, 1 limit ${top.n}`,
    values,
    { role: "results", signal: context.signal },
  );
  return Array.from(columns[0].values, String);
}

/** Makes the cell's relation of the rows on which nothing is summed over. */
async function keepDetail(
  session: Session,
  { kpi, facts, levels, context }: {
    readonly kpi: CompiledKpi;
    readonly facts: KpiFacts;
    readonly levels: string;
    readonly context: RunContext;
  },
): Promise<void> {
  const { plan, schema } = kpi;
  const last = facts.incomplete === null ? null : facts.periods.at(-1) ?? null;
  const complete = last === null ? "true" : `period < '${last}'`;
  const names = [...schema.columns.slice(0, -1), ...plan.partials]
    .map(({ name }) => quoteName(name)).join(", ");
  const order = ["period", ...plan.dimensions.map(({ name }) => quoteName(name))].join(", ");
  await session.query(
    `create table ${context.relation} as ` +
      `select ${names}, ${complete} as complete from (${comparedSql(plan, levels)}) c ` +
      `where _level = ${DETAIL} order by ${order}`,
    [],
    { role: "results", signal: context.signal },
  );
}

function warningsOf(kpi: CompiledKpi, facts: KpiFacts): Outcome<KpiFacts>["problems"] {
  const warnings = kpi.measures.flatMap(({ name, compiled }) =>
    compiled.warnings.map((warning) => ({
      ...warning,
      place: { ...warning.place, key: `measures.${name}` },
    }))
  );
  if (facts.untimed === 0) return warnings;
  return [...warnings, {
    severity: "warning",
    code: "MISSING_COLUMN",
    message: `Cannot put ${facts.untimed.toLocaleString("en")} rows into a period as they have ` +
      `no time: current value is null in "${kpi.time.name}"`,
    place: { key: "time" },
    remedy: "Drop or fill them in a clean cell to say what is meant",
  }];
}
