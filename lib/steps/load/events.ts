/**
 * Takes the events of a source into a table, by one statement: no event leaves the database.
 *
 * The key of the result tells how the events were when the notebook was planned. Those that come
 * between that and this statement are taken too; they change the next plan's key all the same.
 *
 * Cost: O(events n log n) in the database, which puts them into the order of their times.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Session } from "@/lib/db/database.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { EventQuery, EventsAsked, Sources, TakenEvents } from "@/lib/steps/sources.ts";
import type { Outcome, RunContext } from "@/lib/steps/step.ts";
import type { EventLoadFacts } from "./facts.ts";
import type { LoadParameters } from "./parameters.ts";
import { loadSchema } from "./run.ts";
import { createTableSql } from "./table.ts";
import { checkWidth, tellWidth } from "./width.ts";

/** So many metrics and sources are told by name. */
const MOST_TOLD = 20;

/** @throws AppError NOT_FOUND where no source has the name */
export async function findEvents(
  parameters: LoadParameters,
  { sources }: { readonly sources: Sources },
): Promise<TakenEvents> {
  if (sources.events === undefined) {
    throw refuseKey(
      "NOT_FOUND",
      "source",
      "Cannot take events where no database keeps any: " +
        `current value is ${JSON.stringify(parameters.source)}`,
    );
  }
  return await sources.events.find(askedOf(parameters));
}

/** Fills the cell's table. */
export async function runEvents(
  parameters: LoadParameters,
  context: RunContext,
): Promise<Outcome<EventLoadFacts>> {
  const events = await findEvents(parameters, context);
  return await context.write(async (session) => {
    const query = await events.query(session);
    checkWidth(query.columns, parameters);
    try {
      await fill(session, query, context);
    } catch (error) {
      throw tellWidth(error, query.columns, parameters);
    }
    const facts = await tellEvents(session, parameters, { query, context });
    return {
      schema: loadSchema(query.columns),
      relation: context.relation,
      rows: facts.events.rows,
      rejected: 0,
      facts,
      problems: facts.events.rows === 0 ? [await tellNone(session, parameters)] : [],
    };
  });
}

/** A parameter that is all stands for all, as the word itself does. */
export function askedOf(parameters: LoadParameters): EventsAsked {
  const { source, take = "events", metrics = "all", dates = "all", dimensions } = parameters;
  return {
    sources: namesOf(source ?? "all"),
    take,
    metrics: namesOf(metrics),
    dates,
    dimensions: dimensions ?? null,
  };
}

function namesOf(asked: string | readonly string[]): readonly string[] | "all" {
  if (asked === "all") return "all";
  return typeof asked === "string" ? [asked] : [...new Set(asked)];
}

/** The results role may not read events, and the table is its own: each does its part. */
async function fill(
  session: Session,
  { columns, sql, values }: EventQuery,
  { relation, signal }: RunContext,
): Promise<void> {
  await session.query(createTableSql(relation, columns), [], { role: "results", signal });
  const names = ["_line", "_repeat", ...columns.map(({ name }) => quoteName(name))];
  await session.query(`insert into ${relation} (${names.join(", ")}) ${sql}`, values, { signal });
}

async function tellEvents(
  session: Session,
  parameters: LoadParameters,
  { query, context }: { readonly query: EventQuery; readonly context: RunContext },
): Promise<EventLoadFacts> {
  const asResults = { role: "results", signal: context.signal } as const;
  const [{ rows, first, last }] = await session.query<{
    readonly rows: number;
    readonly first: string | null;
    readonly last: string | null;
  }>(
    `select count(*) as rows, min(day) as first, max(day) as last from ${context.relation}`,
    [],
    asResults,
  );
  const metrics = await session.query<{ readonly name: string; readonly rows: number }>(
    `select metric as name, count(*) as rows from ${context.relation} group by 1 order by 2 desc, 1`,
    [],
    asResults,
  );
  const sources = await session.query<{ readonly source: string }>(
    `select distinct source from ${context.relation} order by 1 limit ${MOST_TOLD}`,
    [],
    asResults,
  );
  return {
    events: {
      sources: sources.map(({ source }) => source),
      take: askedOf(parameters).take,
      rows,
      metricCount: metrics.length,
      metrics: metrics.slice(0, MOST_TOLD),
      days: first === null || last === null ? null : [first, last],
      columns: query.columns.map(({ name, type }) => ({ name, type })),
    },
  };
}

/** Says what there would have been. */
async function tellNone(session: Session, parameters: LoadParameters): Promise<Problem> {
  const { sources, metrics } = askedOf(parameters);
  const known = await session.query<{
    readonly metric: string;
    readonly first: string;
    readonly last: string;
  }>(
    "select metric, min(day) as first, max(day) as last from daybook.metric_daily where source " +
      `${sources === "all" ? "in (select name from daybook.sources)" : "= any ($1::text[])"} ` +
      "group by metric " +
      `order by sum(value_count) desc, metric limit ${MOST_TOLD}`,
    sources === "all" ? [] : [sources],
  );
  const isUnknown = metrics !== "all" && !known.some(({ metric }) => metrics.includes(metric));
  const asked = isUnknown ? "metrics" : "dates";
  return {
    severity: "warning",
    code: "NOT_FOUND",
    message: "Cannot take any event as none fits what is asked for: current value is 0 events",
    place: { key: parameters[asked] === undefined ? "source" : asked },
    remedy: known.length === 0
      ? "Send events to it first"
      : `It has ${
        known.map(({ metric, first, last }) => `${metric} from ${first} to ${last}`).join(", ")
      }`,
  };
}
