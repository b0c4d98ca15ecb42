/**
 * All that explains the series of a forecast cell besides their own past: other measures, and events.
 *
 * @module
 */
import type { EventMark } from "@/lib/chart/block.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { type NamedRegressor, readyRegressors } from "@/lib/stats/forecast/series/regressors.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { type KnownEvents, readEventColumns } from "./event_columns.ts";
import type { ForecastBody } from "./parameters.ts";
import { type Explainers, readRegressors } from "./regressors.ts";
import { NEVER } from "./unheeded.ts";

/** A cell's series: the total of those that have to add up, if any, and the others. */
interface ExplainedSeries {
  readonly totals: readonly MeasureSeries[];
  readonly series: readonly MeasureSeries[];
  readonly grain: Grain;
  readonly context: RunContext;
}

/** What explains a series, with the events that a chart marks. */
export interface SeriesExplainers extends Explainers {
  readonly events: readonly EventMark[];
}

const NO_EVENTS: KnownEvents = { columns: [], marks: [] };

/** Returns what explains each series, the totals first; `null` where nothing is named. */
export async function readExplainers(
  input: Input,
  body: ForecastBody,
  { totals, series, grain, context }: ExplainedSeries,
): Promise<readonly SeriesExplainers[] | null> {
  const { events, database, signal } = context;
  const hasMeasures = Object.keys(body.regressors).length > 0;
  if (!hasMeasures && events === null) return null;
  const all = [...totals, ...series];
  const measures: readonly (Explainers | null)[] = hasMeasures
    ? [
      ...await readRegressors(input, { ...body, each: [] }, {
        series: totals.map(withoutSegment),
        context,
      }),
      ...await readRegressors(input, body, { series, context }),
    ]
    : all.map(() => null);
  const known = events === null ? all.map(() => NO_EVENTS) : await readEventColumns(all, {
    events,
    grain,
    zone: kpiFactsOf(input).zone,
    horizon: body.horizon,
    database,
    signal,
  });
  return all.map((_, i) => ({
    ...joined(measures[i], known[i].columns),
    events: known[i].marks,
  }));
}

/** Events come after measures: one that says the same as these is left out. */
function joined(measures: Explainers | null, events: readonly NamedRegressor[]): Explainers {
  const known = events.filter(({ past }) => past.some((days) => days > 0));
  const { kept, dropped } = readyRegressors([...measures?.kept ?? [], ...known]);
  return {
    kept,
    dropped: [
      ...measures?.dropped ?? [],
      ...dropped,
      ...events.filter((one) => !known.includes(one))
        .map(({ name }) => ({ name, reason: NEVER })),
    ],
  };
}

/** The total as the kpi knows it. */
function withoutSegment(series: MeasureSeries): MeasureSeries {
  return { ...series, segment: [] };
}
