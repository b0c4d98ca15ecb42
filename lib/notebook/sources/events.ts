/**
 * The events that load cells may take: which sources there are, and what takes their events.
 *
 * What a digest is made of: where days are taken, the rows of `metric_daily` themselves, so that
 * an event of another metric or another day changes nothing; where events are taken, how often
 * their sources have changed.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import { nearestName } from "@/lib/nearest.ts";
import { columnNames } from "@/lib/read/csv/names.ts";
import type { EventQuery, EventsAsked, EventSources, TakenEvents } from "@/lib/steps/sources.ts";

/** So many names are told of at most. */
const MOST_KNOWN = 500;
const MOST_TOLD = 8;

/** The columns of days, which hang on nothing. */
const DAYS: readonly ColumnSchema[] = [
  column("source", "text"),
  column("metric", "text"),
  column("day", "date"),
  column("value_count", "integer"),
  column("value_sum", "decimal"),
  column("value_min", "decimal"),
  column("value_max", "decimal"),
];

/** The columns of events before their dimensions. */
const EVENTS: readonly ColumnSchema[] = [
  column("source", "text"),
  column("time", "timestamp"),
  column("day", "date"),
  column("metric", "text"),
  column("value", "decimal"),
  column("event_id", "text"),
];

/** Where nobody has sent any yet. */
export const NO_EVENTS: EventSources = {
  known: () => Promise.resolve({ sources: [], metrics: [] }),
  async find(asked) {
    if (asked.sources !== "all") throw unknownSource(asked.sources[0], []);
    return await Promise.resolve(takenEvents(asked, "none"));
  },
};

/** Makes what load cells find events with; the database is opened where one asks. */
export function createEventSources(opened: () => Promise<Database>): EventSources {
  return {
    async known() {
      const database = await opened();
      const sources = await sourceNames(database);
      return { sources, metrics: await metricNames(database, "all") };
    },

    async find(asked) {
      const database = await opened();
      const sources = await findSources(database, asked.sources);
      const digest = asked.take === "days"
        ? await digestOfDays(database, asked)
        : digestOf(sources.map(({ id, changes }) => [id, changes]));
      return takenEvents(asked, digest);
    },
  };
}

/** Events of a source that was removed may be there still. */
const IS_SOURCE = "in (select name from daybook.sources)";

/** Returns the names of the metrics of these sources, those with the most events first. */
export async function metricNames(
  session: Session,
  sources: readonly string[] | "all",
): Promise<readonly string[]> {
  const found = await session.query<{ readonly metric: string }>(
    "select metric from daybook.metric_daily where source " +
      `${sources === "all" ? IS_SOURCE : "= any ($1::text[])"} group by metric ` +
      `order by sum(value_count) desc, metric limit ${MOST_KNOWN}`,
    sources === "all" ? [] : [sources],
  );
  return found.map(({ metric }) => metric);
}

type KnownSource = { readonly name: string; readonly id: number; readonly changes: number };

async function findSources(
  database: Database,
  asked: EventsAsked["sources"],
): Promise<readonly KnownSource[]> {
  const found = await database.query<KnownSource>(
    "select name, id, changes from daybook.sources" +
      `${asked === "all" ? "" : " where name = any ($1::text[])"} order by name`,
    asked === "all" ? [] : [asked],
  );
  if (asked === "all") return found;
  const missing = asked.find((name) => !found.some((source) => source.name === name));
  if (missing !== undefined) throw unknownSource(missing, await sourceNames(database));
  return found;
}

/** Returns the names of all sources, in their order. */
export async function sourceNames(database: Session): Promise<readonly string[]> {
  const known = await database.query<{ readonly name: string }>(
    `select name from daybook.sources order by name limit ${MOST_KNOWN}`,
  );
  return known.map(({ name }) => name);
}

function unknownSource(name: string, names: readonly string[]): AppError {
  const nearest = nearestName(name, names);
  const message = `Cannot take events of a source that has sent none: current value is "${name}"`;
  const remedy = names.length === 0
    ? `Send events first: POST them to /api/ingest?source_name=${encodeURIComponent(name)}`
    : nearest !== null
    ? `Did you mean "${nearest}"?`
    : `There ${names.length === 1 ? "is" : "are"} ${names.slice(0, MOST_TOLD).join(", ")}${
      names.length > MOST_TOLD ? ` and ${names.length - MOST_TOLD} more` : ""
    }`;
  return new AppError("NOT_FOUND", message, {
    problems: [{ severity: "error", code: "NOT_FOUND", message, place: { key: "source" }, remedy }],
  });
}

/** Returns what takes the events that are asked for, of sources that are there. */
export function takenEvents(asked: EventsAsked, digest: string): TakenEvents {
  const { take, dimensions } = asked;
  const known = take === "days" ? DAYS : dimensions === null ? null : eventColumns(dimensions);
  return {
    digest,
    columns: known,
    query: async (session) =>
      take === "days"
        ? queryOfDays(asked)
        : queryOfEvents(asked, dimensions ?? await dimensionNames(session, asked)),
  };
}

function queryOfDays(asked: EventsAsked): EventQuery {
  const { where, values } = conditionsOf(asked);
  return {
    columns: DAYS,
    values,
    sql: "select row_number() over (order by source, metric, day), false, " +
      "source, metric, day, value_count, value_sum, value_min, value_max " +
      `from daybook.metric_daily${where} order by source, metric, day`,
  };
}

function queryOfEvents(asked: EventsAsked, dimensions: readonly string[]): EventQuery {
  const { where, values } = conditionsOf(asked);
  const taken = dimensions.map((_, i) => `dimensions ->> $${values.length + i + 1}::text`);
  const own = ["source", '"time"', "day", "metric", "value", "event_id"];
  return {
    columns: eventColumns(dimensions),
    values: [...values, ...dimensions],
    sql: 'select row_number() over (order by "time", source, key), false, ' +
      `${[...own, ...taken].join(", ")} from daybook.events${where} order by "time", source, key`,
  };
}

/** A dimension that is called as a column is gets a number. */
function eventColumns(dimensions: readonly string[]): readonly ColumnSchema[] {
  const own = EVENTS.map(({ name }) => name);
  const { names } = columnNames([...own, ...dimensions], own.length + dimensions.length, {});
  return [...EVENTS, ...names.slice(own.length).map((name) => column(name, "text"))];
}

/** Cost: O(events asked for). */
async function dimensionNames(session: Session, asked: EventsAsked): Promise<readonly string[]> {
  const { where, values } = conditionsOf(asked);
  const found = await session.query<{ readonly name: string }>(
    'select distinct jsonb_object_keys(dimensions) collate "C" as name ' +
      `from daybook.events${where} order by 1`,
    values,
  );
  return found.map(({ name }) => name);
}

function conditionsOf(
  { sources, metrics, dates }: EventsAsked,
): { readonly where: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    `source ${sources === "all" ? IS_SOURCE : `= any (${bind(sources)}::text[])`}`,
    ...(metrics === "all" ? [] : [`metric = any (${bind(metrics)}::text[])`]),
    ...(dates === "all"
      ? []
      : [`day between ${bind(dates.from)}::date and ${bind(dates.to)}::date`]),
  ];
  return { where: ` where ${conditions.join(" and ")}`, values };
}

/** Two sums of 64-bit hashes, which need no order and no room, whatever the number of rows. */
async function digestOfDays(database: Database, asked: EventsAsked): Promise<string> {
  const { where, values } = conditionsOf(asked);
  const [{ rows, one, other }] = await database.query<{
    readonly rows: number;
    readonly one: string;
    readonly other: string;
  }>(
    "select count(*) as rows, coalesce(sum(hashtextextended(kept::text, 0)), 0)::text as one, " +
      "coalesce(sum(hashtextextended(kept::text, 1)), 0)::text as other " +
      `from daybook.metric_daily as kept${where}`,
    values,
  );
  return digestOf([rows, one, other]);
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
