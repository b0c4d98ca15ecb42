/**
 * The total of the series of a cell, whose forecasts are to add up.
 *
 * @module
 */
import type { Schema } from "@/lib/frame/schema.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import type { Reconciliation } from "@/lib/stats/forecast/reconcile.ts";
import { floorOf } from "@/lib/steps/floor.ts";
import type { MeasureSeries, SeriesChoice } from "@/lib/steps/measure_series.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { makeAddUp } from "./family.ts";

/** How a forecast was made to add up with others. */
export interface AddsUp {
  readonly role: "total" | "part";
  readonly way: Reconciliation;
  /** The sum of its periods as it was forecast for itself; `null` where nothing was. */
  readonly before: number | null;
}

/** Checks that there are parts, and that they have a sum. */
export function checkTotal(
  input: Schema,
  { measure, each, reconcile }: SeriesChoice & { readonly reconcile?: Reconciliation },
): void {
  if (reconcile === undefined) return;
  if (each.length === 0) {
    throw refuseKey(
      "BAD_PARAMETER",
      "reconcile",
      "Cannot make forecasts add up as it takes several series: current value is 1",
      "Name a dimension under each",
    );
  }
  const found = input.columns.find(({ name }) => name === measure);
  if (found?.additivity !== "non_additive") return;
  throw refuseKey(
    "WRONG_TYPE",
    "reconcile",
    `Cannot make forecasts add up as their measure must be a sum or a count: ` +
      `current value is "${measure}"`,
    "Forecast a measure that is a sum or a count",
  );
}

/** Returns the sum of all series in each period; a period without any value is a gap. */
export function sumSeries(series: readonly MeasureSeries[]): MeasureSeries {
  const [longest] = series.toSorted((a, b) => b.periods.length - a.periods.length);
  const { length } = longest.periods;
  const values = new Float64Array(length).fill(NaN);
  for (const { values: part } of series) {
    // All end in the same period.
    const from = length - part.length;
    part.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      const known = values[from + i];
      values[from + i] = Number.isFinite(known) ? known + value : value;
    });
  }
  return { segment: longest.segment.map(() => null), periods: longest.periods, values };
}

/** Makes forecasts add up, of which the first is the total's; tells each what it was before. */
export function addUp(
  [total, ...parts]: readonly Forecast[],
  way: Reconciliation,
  series: readonly MeasureSeries[],
): readonly { readonly forecast: Forecast; readonly addsUp: AddsUp }[] {
  // The total may fall as low as its parts, however high it was.
  const [, ...floors] = series.map(({ values }) => floorOf(values));
  const least = { total: Math.min(...floors), parts: Float64Array.from(floors) };
  const found = makeAddUp({ total, parts }, { way, least });
  const before = [total, ...parts].map(({ yhat }) =>
    yhat.length === 0 ? null : yhat.reduce((sum, value) => sum + value, 0)
  );
  return [found.total, ...found.parts].map((forecast, i) => ({
    forecast,
    addsUp: { role: i === 0 ? "total" : "part", way, before: before[i] },
  }));
}
