/**
 * Which segments made a period odd: what each had then, against its part of what was expected.
 *
 * What a segment should have had is the mean of its last 4 like periods (of days and hours the same
 * weekday, and hour, of the 4 weeks before; of all others the 4 periods before), moved so that all
 * segments together are what was expected of the period: each by its part of the sizes of all. Of a
 * ratio the numerators are moved, so that it becomes the ratio that was expected.
 *
 * @module
 */
import type { Schema } from "@/lib/frame/schema.ts";
import {
  orZero,
  ratioOf,
  type Segments,
  type Split,
  totalOf,
} from "@/lib/stats/explain/contributions.ts";
import { explainDimension } from "@/lib/stats/explain/explain.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { dimensionsOf, type MeasureSource, sourceOf } from "@/lib/steps/explain/columns.ts";
import type { DimensionExplained } from "@/lib/steps/explain/facts.ts";
import { segmentFacts } from "@/lib/steps/explain/segment_facts.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { clockOf } from "@/lib/steps/clock.ts";
import type { Clocked } from "@/lib/steps/periods.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { type PeriodSegments, readPeriods } from "./period_segments.ts";
import type { FlaggedPeriod } from "./facts.ts";
import type { DetectBody } from "./parameters.ts";

/** Odd periods of a cell that are explained, the oddest first. */
const EXPLAINED = 50;

/** Like periods that tell what was usual. */
const LIKE_PERIODS = 4;

/** Segments of a dimension that are told of a period. */
const TOLD = 4;

/** Checks which dimensions are to explain. @throws AppError MISSING_COLUMN or WRONG_TYPE at the key */
export function checkExplain(input: Schema, body: DetectBody): void {
  if (body.explain === undefined) return;
  sourceOf(input, body.measure);
  dimensionsOf(input, { by: body.explain, only: {} }, "explain");
  const fixed = body.explain.findIndex((name) =>
    body.each.includes(name) || Object.hasOwn(body.only, name)
  );
  if (fixed === -1) return;
  throw refuseKey(
    "BAD_PARAMETER",
    `explain.${fixed}`,
    "Cannot explain a series as it has one value of the dimension: " +
      `current value is "${body.explain[fixed]}"`,
    "Name another dimension of the kpi cell",
  );
}

/** Adds to the oddest periods what each segment brought; the order stays. */
export async function explainFlagged(
  flagged: readonly FlaggedPeriod[],
  body: DetectBody,
  { input, context }: { readonly input: Input; readonly context: RunContext },
): Promise<readonly FlaggedPeriod[]> {
  const { explain, measure } = body;
  const chosen = flagged.filter(({ value, expected }) => value !== null && expected !== null)
    .toSorted((a, b) => b.score - a.score).slice(0, EXPLAINED);
  if (explain === undefined || chosen.length === 0) return flagged;
  const likeOf = likesIn(kpiFactsOf(input));
  const likes = new Map(chosen.map(({ period }) => [period, likeOf(period)]));
  const source = sourceOf(input.schema, measure);
  const wanted = [...new Set([...likes].flatMap(([period, before]) => [period, ...before]))];
  const found = new Map<FlaggedPeriod, DimensionExplained[]>();
  for (const dimension of new Set(explain)) {
    const read = await readPeriods(
      input,
      { dimension, source, each: body.each, only: body.only, periods: wanted },
      context,
    );
    for (const one of chosen) {
      const told = explainPeriod(one, { read, source, before: likes.get(one.period) ?? [] });
      if (told !== null) found.set(one, [...found.get(one) ?? [], { name: dimension, ...told }]);
    }
  }
  return flagged.map((one) => {
    const explained = found.get(one);
    if (explained === undefined) return one;
    const ranked = explained.toSorted((a, b) => (b.surprise ?? 0) - (a.surprise ?? 0));
    return { ...one, explained: ranked };
  });
}

/** Returns what gives the like periods before one, the latest first: of hours those that clocks show alike. */
export function likesIn(
  { periods, ...clocked }: Clocked & { readonly periods: readonly string[] },
): (period: string) => readonly string[] {
  const { grain } = clocked;
  const step = grain === "hour" ? 168 : grain === "day" ? 7 : 1;
  const clock = clockOf(periods, clocked);
  const placeOf = (index: number) => clock?.places[index] ?? index;
  const places = new Map(periods.map((period, i) => [period, placeOf(i)]));
  const at = new Map(periods.map((period, i) => [placeOf(i), period]));
  return (period) =>
    Array.from(
      { length: LIKE_PERIODS },
      (_, i) => at.get((places.get(period) ?? 0) - step * (i + 1)),
    )
      .filter((like) => like !== undefined);
}

function explainPeriod(
  { segment, period, expected }: FlaggedPeriod,
  { read, source, before }: {
    readonly read: PeriodSegments;
    readonly source: MeasureSource;
    readonly before: readonly string[];
  },
): Omit<DimensionExplained, "name"> | null {
  const now = read.at(segment, period);
  const past = before.map((like) => read.at(segment, like));
  const names = [...new Set([now, ...past].flatMap((one) => [...one.keys()]))].sort(byName);
  if (names.length === 0 || past.length === 0 || expected === null) return null;
  const means = (place: 0 | 1) =>
    Float64Array.from(
      names,
      (name) =>
        past.reduce((sum, one) => sum + orZero(one.get(name)?.[place] ?? NaN), 0) / past.length,
    );
  const then = (place: 0 | 1) => Float64Array.from(names, (name) => now.get(name)?.[place] ?? NaN);
  const segments = segmentsOf(source, expected, (place) => ({
    before: means(place),
    after: then(place),
  }));
  if (segments === null) return null;
  const { groups, surprise } = explainDimension(segments, { top: TOLD });
  return {
    surprise: roundAmount(surprise),
    segments: groups.map((group) => segmentFacts(group, names)),
  };
}

function byName(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}

function segmentsOf(
  source: MeasureSource,
  expected: number,
  splitOf: (place: 0 | 1) => Split,
): Segments | null {
  const first = splitOf(0);
  if (source.type === "sum") {
    const before = moveTo(first.before, expected);
    return before && { type: "sum", amounts: { ...first, before } };
  }
  const denominators = splitOf(1);
  const before = moveTo(first.before, expected * totalOf(denominators.before));
  return before && { type: "ratio", numerators: { ...first, before }, denominators };
}

/** Moves amounts so that they add up to a total, each by its part of all sizes; `null` where all are 0. */
function moveTo(amounts: Float64Array, total: number): Float64Array | null {
  const size = amounts.reduce((sum, amount) => sum + Math.abs(amount), 0);
  const missing = total - totalOf(amounts);
  const part = ratioOf(missing, size);
  return Number.isNaN(part) ? null : amounts.map((amount) => amount + Math.abs(amount) * part);
}
