/**
 * Takes one measure out of a kpi's result, period by period: its total, one
 * slice of it, or one series for each value of some dimensions.
 *
 * @module
 */
import { z } from "zod";
import type { Database } from "@/lib/db/database.ts";
import { shortened } from "@/lib/chart/plain.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import { column, type ColumnSchema, type Schema } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { KpiFacts, MeasureFacts } from "./kpi/facts.ts";
import { labelOf } from "./label.ts";
import type { MeasureSeries, SeriesChoice, SeriesResult } from "./measure_series.ts";
import { type Clocked, periodsBetween } from "./periods.ts";
import { refuseKey } from "./refusal.ts";
import { requireDimensions } from "./require_column.ts";
import type { Input } from "./step.ts";

/** The part of a body that says which series are meant. */
export const seriesParameters = {
  measure: z.string().meta({
    title: "Measure",
    suggest: "measure",
    main: true,
    example: "revenue",
  }),
  only: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .default({}).meta({
      title: "Only",
      example: "{ region: North }",
      parameter: true,
      keys: "dimension",
      description: "The value of a dimension",
    }),
  each: z.union([z.string().transform((name) => [name]), z.array(z.string()).max(3)]).default([])
    .meta({ title: "Each", suggest: "dimension", main: true, example: "region" }),
};

/** More series than this are a mistake, or a job of their own. */
const MAX_SERIES = 1000;

/**
 * Checks a choice against the columns of a kpi.
 *
 * @throws AppError MISSING_COLUMN or WRONG_TYPE at the key
 */
export function checkChoice(input: Schema, choice: SeriesChoice): void {
  const measures = input.columns.filter(({ role }) => role === "measure");
  requireMeasure(measures.map(({ name }) => name), choice);
  const measure = measures.find(({ name }) => name === choice.measure);
  const named = [
    ...Object.keys(choice.only).map((name) => [`only.${name}`, name] as const),
    ...choice.each.map((name, i) => [`each.${i}`, name] as const),
  ];
  const dimensions = requireDimensions(input.columns, named);
  const rest = dimensions.filter((name) => !named.some(([, other]) => other === name));
  if (named.length > 0 && rest.length > 0 && measure?.additivity === "non_additive") {
    throw refuseKey(
      "WRONG_TYPE",
      named[0][0],
      `Cannot add up a measure over ${rest.join(", ")} as it must be a sum or a count: ` +
        `current value is "${measure.name}"`,
      `Name ${rest.join(" and ")} too, or take them out of by in the kpi cell`,
    );
  }
}

/** Checks that a measure is among those of a kpi. @throws AppError MISSING_COLUMN at its key */
export function requireMeasure(
  measures: readonly string[],
  { measure }: Pick<SeriesChoice, "measure">,
): void {
  if (measures.includes(measure)) return;
  throw refuseKey(
    "MISSING_COLUMN",
    "measure",
    `Cannot use a measure as the kpi cell has none of this name: current value is "${measure}"`,
    suggestName(measure, measures) ?? `Measures are ${measures.join(", ")}`,
  );
}

/** Returns a series' name: its measure, and the slice it is of. */
export function seriesName(
  segment: readonly (string | null)[],
  { measure, only }: Pick<SeriesChoice, "measure" | "only">,
): string {
  const slice = [...Object.values(only), ...segment.map((value) => value ?? "nothing")];
  return [labelOf(measure), ...slice.map((value) => shortened(value))].join(", ");
}

/** Returns what a kpi told of its result; the graph lets nothing else through. */
export function kpiFactsOf(input: Input): KpiFacts {
  // A series comes from a kpi alone, whose run wrote these facts.
  return input.facts as KpiFacts;
}

/** Returns what a kpi told of the measure of a choice, which was checked to be there. */
export function measureOf(input: Input, { measure: wanted }: SeriesChoice): MeasureFacts {
  const measure = kpiFactsOf(input).measures.find(({ name }) => name === wanted);
  if (measure === undefined) throw new TypeError(`No measure ${wanted}`);
  return measure;
}

/** Returns the columns that tell the segments of a choice, which are text. */
export function segmentColumns(input: Schema, { each }: SeriesChoice): ColumnSchema[] {
  return input.columns.filter(({ name }) => each.includes(name))
    .map(({ name }) => column(name, "text", { role: "dimension" }));
}

/** Reads the series of a choice; a last period that is not over is left out. */
export async function readSeries(
  input: Input,
  choice: SeriesChoice,
  { database, signal }: { readonly database: Database; readonly signal: AbortSignal },
): Promise<SeriesResult> {
  const facts = kpiFactsOf(input);
  const measure = measureOf(input, choice);
  const leftOut = facts.incomplete === null ? null : facts.periods.at(-1) ?? null;
  const all = choice.each.length === 0 && Object.keys(choice.only).length === 0
    ? [total(facts, measure)]
    : await readSegments(input, choice, { facts, measure, database, signal });
  if (all.length > MAX_SERIES) {
    throw refuseKey(
      "TOO_MANY_ROWS",
      "each",
      `Cannot compute all series as there may be at most ${MAX_SERIES}: ` +
        `current value is ${all.length}`,
      "Keep the top of a dimension in the kpi cell",
    );
  }
  const { grain, zone } = facts;
  return { grain, zone, unit: measure.unit, ...leaveOut(leftOut, all) };
}

/** Takes the period out that is not over, if any. */
export function leaveOut(
  leftOut: string | null,
  series: readonly MeasureSeries[],
): Pick<SeriesResult, "leftOut" | "series"> {
  return { leftOut, series: leftOut === null ? series : series.map(withoutLast(leftOut)) };
}

function total({ periods }: KpiFacts, measure: MeasureFacts): MeasureSeries {
  const values = Float64Array.from(measure.values, (value) => value ?? NaN);
  return { segment: [], periods, values };
}

function withoutLast(period: string) {
  return (series: MeasureSeries): MeasureSeries =>
    series.periods.at(-1) === period
      ? {
        ...series,
        periods: series.periods.slice(0, -1),
        values: series.values.subarray(0, -1),
      }
      : series;
}

async function readSegments(
  input: Input,
  choice: SeriesChoice,
  { facts, measure, database, signal }: {
    readonly facts: KpiFacts;
    readonly measure: MeasureFacts;
    readonly database: Database;
    readonly signal: AbortSignal;
  },
): Promise<MeasureSeries[]> {
  const each = choice.each.map(quoteName);
  const only = Object.entries(choice.only);
  const conditions = only.map(([name], i) => `${quoteName(name)}::text = $${i + 1}`);
  const keys = [...each.map((name) => `${name}::text`), "period"];
  // Where no dimension is left over there is one row a group, and sum() returns its value.
  const frame = await database.columns(
    `select ${[...keys, `sum(${quoteName(measure.name)}) as value`].join(", ")} ` +
      `from ${input.relation}${
        conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`
      } group by ${keys.join(", ")} order by ${
        keys.map((key) => key === "period" ? key : `${key} collate "C"`).join(", ")
      }`,
    only.map(([, value]) => value),
    { role: "results", signal },
  );
  const last = facts.periods.at(-1);
  return last === undefined
    ? []
    : segmentsOf(frame, { last, grain: facts.grain, zone: facts.zone, gaps: measure.gaps });
}

/** Makes a series of each segment of rows in the order of periods: its dimensions, period, value. */
export function segmentsOf(
  rows: Frame,
  { last, grain, zone, gaps }: Clocked & {
    readonly last: string;
    readonly gaps: MeasureFacts["gaps"];
  },
): MeasureSeries[] {
  const dimensions = rows.columns.slice(0, -2);
  const [periods, amounts] = rows.columns.slice(-2);
  const gap = gaps === "zero" ? 0 : NaN;
  // Hundreds of series begin on one day: what they share is kept once.
  const spans = new Map<string, Span>();
  const segments = new Map<string, { readonly span: Span; readonly series: MeasureSeries }>();
  for (let row = 0; row < rows.length; row++) {
    const segment = dimensions.map((column) => {
      const value = valueAt(column, row);
      return value === null ? null : String(value);
    });
    const id = JSON.stringify(segment);
    const period = String(valueAt(periods, row));
    const found = segments.get(id) ?? begin(segment, period);
    segments.set(id, found);
    const place = found.span.places.get(period);
    const value = valueAt(amounts, row);
    if (place !== undefined) found.series.values[place] = value === null ? NaN : Number(value);
  }
  return [...segments.values()].map(({ series }) => series);

  function begin(segment: readonly (string | null)[], first: string) {
    const span = spans.get(first) ?? spanOf(periodsBetween(first, last, { grain, zone }) ?? []);
    spans.set(first, span);
    const values = new Float64Array(span.periods.length).fill(gap);
    return { span, series: { segment, periods: span.periods, values } };
  }
}

/** Periods, and where each stands among them. */
interface Span {
  readonly periods: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

function spanOf(periods: readonly string[]): Span {
  return { periods, places: new Map(periods.map((period, place) => [period, place])) };
}
