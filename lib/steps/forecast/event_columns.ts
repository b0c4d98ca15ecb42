/**
 * What a calendar says of the periods of a series and of those to come, as columns that a model can take:
 * how many days of each event a period has, of an hour whether its day has it.
 *
 * All holidays are one column, as each of them comes but once a year; other events are one by their name.
 *
 * @module
 */
import type { EventMark } from "@/lib/chart/block.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { NamedRegressor } from "@/lib/stats/forecast/series/regressors.ts";
import {
  coverPeriods,
  daysWithin,
  type NamedSpan,
  placeSpans,
  readSpans,
} from "@/lib/steps/events/cover.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import type { Input } from "@/lib/steps/step.ts";

/** More columns than this would explain noise; the events of the rest are one. */
const MOST_COLUMNS = 8;

/** What the columns are made of. */
export interface EventColumnsContext {
  readonly events: Input;
  readonly grain: Grain;
  readonly zone: string;
  /** How many periods are to come. */
  readonly horizon: number;
  readonly database: Database;
  readonly signal: AbortSignal;
}

/** What is known of a series and of what is to come of it. */
export interface KnownEvents {
  readonly columns: readonly NamedRegressor[];
  readonly marks: readonly EventMark[];
}

/** Returns the columns of each series, in their order. */
export async function readEventColumns(
  series: readonly MeasureSeries[],
  { events, database, signal, ...asked }: EventColumnsContext,
): Promise<readonly KnownEvents[]> {
  const all = series.map(({ periods }) => withFuture(periods, asked));
  const periods = endsWithFuture(series, asked);
  if (periods.length === 0) return series.map(() => ({ columns: [], marks: [] }));
  const spans = await readSpans(database, { ...asked, events, periods, signal });
  // Periods follow each other: series with the same ends have the same events.
  const known = new Map<string, KnownEvents>();
  return all.map((one) => {
    const id = `${one.periods.at(0)} ${one.periods.at(-1)} ${one.past}`;
    const found = known.get(id) ?? {
      columns: columnsOf(spans, { ...one, ...asked }),
      marks: coverPeriods(spans, { ...one, ...asked })
        .map(({ name, from, until }) => ({ name, from, until })),
    };
    known.set(id, found);
    return found;
  });
}

/** The first and the last period of all series and of what is to come of them. */
export function endsWithFuture(
  series: readonly MeasureSeries[],
  asked: Pick<EventColumnsContext, "grain" | "zone" | "horizon">,
): readonly string[] {
  const ends = series.flatMap(({ periods }) => {
    const all = withFuture(periods, asked).periods;
    return [all.at(0), all.at(-1)];
  }).filter((period) => period !== undefined).sort();
  return ends.length === 0 ? [] : [ends[0], ends[ends.length - 1]];
}

function withFuture(
  periods: readonly string[],
  { grain, zone, horizon }: Pick<EventColumnsContext, "grain" | "zone" | "horizon">,
): { readonly periods: readonly string[]; readonly past: number } {
  const last = periods.at(-1);
  const future = last === undefined ? [] : periodsAfter(last, { grain, zone }, horizon);
  return { periods: [...periods, ...future], past: periods.length };
}

/** Returns a column a group of events: first of those that the history has most of. */
export function columnsOf(
  spans: readonly NamedSpan[],
  { periods, past, grain, zone }: {
    readonly periods: readonly string[];
    /** How many of the periods are history. */
    readonly past: number;
    readonly grain: Grain;
    readonly zone: string;
  },
): readonly NamedRegressor[] {
  const placed = placeSpans(eachOnce(spans), { periods, grain, zone })
    .map((one) => ({ ...one, name: one.span.isHoliday ? "holidays" : one.span.name }));
  const sums = new Map<string, number>();
  for (const { name, span, from, until } of placed) {
    let sum = sums.get(name) ?? 0;
    for (let place = from; place <= Math.min(until, past - 1); place++) {
      sum += daysWithin(span, { period: periods[place], grain });
    }
    sums.set(name, sum);
  }
  const ranked = [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const own = ranked.length <= MOST_COLUMNS ? ranked : ranked.slice(0, MOST_COLUMNS - 1);
  const columns = new Map(own.map((name) => [name, new Float64Array(periods.length)]));
  // A calendar may have a hundred thousand names: the columns of the rest are one from the start.
  const rest = new Float64Array(periods.length);
  for (const { name, span, from, until } of placed) {
    const column = columns.get(name) ?? rest;
    for (let place = from; place <= until; place++) {
      column[place] += daysWithin(span, { period: periods[place], grain });
    }
  }
  const all = own.length === ranked.length
    ? [...columns]
    : [...columns, ["other events", rest]] as const;
  return all.map(([name, column]) => ({
    name,
    past: column.slice(0, past),
    future: column.slice(past),
  }));
}

/** A holiday of two countries is one day off, and what is told with two effects is one event. */
function eachOnce(spans: readonly NamedSpan[]): readonly NamedSpan[] {
  const idOf = ({ name, starts, ends, isHoliday }: NamedSpan) =>
    JSON.stringify([isHoliday ? null : name, starts, ends]);
  return [...new Map(spans.map((span) => [idOf(span), span])).values()];
}
