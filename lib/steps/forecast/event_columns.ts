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
  return all.map((one) => ({
    columns: columnsOf(spans, { ...one, ...asked }),
    marks: coverPeriods(spans, { ...one, ...asked })
      .map(({ name, from, until }) => ({ name, from, until })),
  }));
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
  const counted = new Map<string, Float64Array>();
  for (const { span, from, until } of placeSpans(eachOnce(spans), { periods, grain, zone })) {
    const name = span.isHoliday ? "holidays" : span.name;
    const column = counted.get(name) ?? new Float64Array(periods.length);
    counted.set(name, column);
    for (let place = from; place <= until; place++) {
      column[place] += daysWithin(span, { period: periods[place], grain });
    }
  }
  const sum = (column: Float64Array) => column.subarray(0, past).reduce((all, one) => all + one, 0);
  const ranked = [...counted].sort(([, a], [, b]) => sum(b) - sum(a));
  return shortened(ranked).map(([name, column]) => ({
    name,
    past: column.slice(0, past),
    future: column.slice(past),
  }));
}

type Column = readonly [name: string, values: Float64Array];

/** Adds up the columns that are too many. */
function shortened(ranked: readonly Column[]): readonly Column[] {
  if (ranked.length <= MOST_COLUMNS) return ranked;
  const rest = ranked.slice(MOST_COLUMNS - 1).map(([, values]) => values);
  const total = rest[0].map((_, place) => rest.reduce((sum, values) => sum + values[place], 0));
  return [...ranked.slice(0, MOST_COLUMNS - 1), ["other events", total]];
}

/** A holiday of two countries is one day off, and what is told with two effects is one event. */
function eachOnce(spans: readonly NamedSpan[]): readonly NamedSpan[] {
  const idOf = ({ name, starts, ends, isHoliday }: NamedSpan) =>
    JSON.stringify([isHoliday ? null : name, starts, ends]);
  return [...new Map(spans.map((span) => [idOf(span), span])).values()];
}
