/**
 * Reads days of a source, and keeps them right.
 *
 * Cost: by the days that are asked for, but distinct values, which are counted from the events of the
 * page's days.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { type Day, isDay } from "@/lib/day.ts";
import { AppError } from "@/lib/errors.ts";
import { csvField, csvHeader } from "@/lib/frame/csv.ts";
import { recomputeDays } from "@/lib/ingest/events/recompute.ts";
import type { DaysAsked, DayView, Metrics, MetricView } from "./contract.ts";
import { requireSource } from "./sources.ts";

/** Days that are written at a time. */
const EXPORTED_AT_ONCE = 10_000;

const NAMES = `
select metric as name, sum(value_count)::int8 as events, min(day) as "firstDay", max(day) as "lastDay"
from daybook.metric_daily where source = $1 group by metric order by metric`;

/** Parameters: source, metric, first and last day, the day and metric of the row before, limit. */
const DAYS = `
select day, metric, value_count as count, value_sum as sum, value_min as min, value_max as max,
  trim_scale(round(value_sum / value_count, 12)) as average
from daybook.metric_daily
where source = $1 and ($2::text is null or metric = $2)
  and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)
  and ($5::date is null or (day, metric) > ($5, $6::text))
order by day, metric limit $7`;

const DISTINCT = `
select day, metric, count(distinct value)::int8 as distinct
from daybook.events
where source = $1 and day between $2 and $3 and metric = any ($4::text[])
group by day, metric`;

type DayRow = Omit<DayView, "distinct">;

/** Where a list of days goes on. */
interface Place {
  readonly day: string | null;
  readonly metric: string | null;
}

const BEGINNING: Place = { day: null, metric: null };

/** Reads days, and recomputes them. */
export function createDays(
  database: Database,
): Pick<Metrics, "names" | "daily" | "export" | "recompute"> {
  const read = (
    { source, metric, from, to }: DaysAsked,
    { after, limit, signal }: {
      readonly after: Place;
      readonly limit: number;
      readonly signal?: AbortSignal;
    },
  ) => {
    const parameters = [source, metric, from, to, after.day, after.metric, limit];
    return database.query<DayRow>(DAYS, parameters, { signal });
  };

  return {
    async names({ source }) {
      await requireSource(database, source);
      return await database.query<{ [name in keyof MetricView]: MetricView[name] }>(NAMES, [
        source,
      ]);
    },

    async daily(asked, { signal } = {}) {
      await requireSource(database, asked.source);
      const after = asked.after === null ? BEGINNING : readPlace(asked.after);
      const rows = await read(asked, { after, limit: asked.limit + 1, signal });
      const page = rows.slice(0, asked.limit);
      const distinct = asked.distinct && page.length > 0
        ? await countDistinct(database, { source: asked.source, page, signal })
        : null;
      const items = page.map((row): DayView => ({
        ...row,
        distinct: distinct?.get(placeOf(row)) ?? null,
      }));
      return { items, next: rows.length > page.length ? placeOf(page[page.length - 1]) : null };
    },

    async *export(asked) {
      await requireSource(database, asked.source);
      const encoder = new TextEncoder();
      const names = ["date", "source", "metric", "sum", "avg", "count", "min", "max"];
      yield encoder.encode(csvHeader(names.map((name) => ({ name }))));
      let after = BEGINNING;
      while (true) {
        const rows = await read(asked, { after, limit: EXPORTED_AT_ONCE });
        const lines = rows.map(({ day, metric, sum, average, count, min, max }) =>
          `${
            [day, asked.source, metric, sum, average, count, min, max].map(csvField).join(",")
          }\r\n`
        );
        if (lines.length > 0) yield encoder.encode(lines.join(""));
        if (rows.length < EXPORTED_AT_ONCE) return;
        after = rows[rows.length - 1];
      }
    },

    async recompute({ source, from, to }, { signal } = {}) {
      await requireSource(database, source);
      // Days, as the interface's schema has found.
      return await recomputeDays(database, { source, from: from as Day, to: to as Day }, {
        signal,
      });
    },
  };
}

async function countDistinct(
  database: Database,
  { source, page, signal }: {
    readonly source: string;
    readonly page: readonly DayRow[];
    readonly signal?: AbortSignal;
  },
): Promise<ReadonlyMap<string, number>> {
  const metrics = [...new Set(page.map(({ metric }) => metric))];
  const rows = await database.query<DayRow & { distinct: number }>(
    DISTINCT,
    [source, page[0].day, page[page.length - 1].day, metrics],
    { signal },
  );
  return new Map(rows.map((row) => [placeOf(row), row.distinct]));
}

function placeOf({ day, metric }: Pick<DayRow, "day" | "metric">): string {
  return `${day} ${metric}`;
}

/** @throws AppError BAD_PARAMETER */
function readPlace(place: string): Place {
  const day = place.slice(0, 10);
  if (isDay(day) && place[10] === " ") return { day, metric: place.slice(11) };
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot go on as cursor must be one that a list of days gave: current value is another",
  );
}
