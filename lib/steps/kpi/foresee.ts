/**
 * Tells the series of a kpi from the rollup that a load keeps for it, before the kpi has run: what
 * is below it may compute meanwhile. Only sums and counts of whole numbers and decimals are told,
 * which are exact; all else is for SQL to tell.
 *
 * @module
 */
import { columnOf, type Frame } from "@/lib/frame/frame.ts";
import { ExactSum } from "@/lib/read/columns/exact_sum.ts";
import type { SeriesChoice, SeriesResult } from "@/lib/steps/measure_series.ts";
import { leaveOut, segmentsOf } from "@/lib/steps/series.ts";
import type { Rollup } from "@/lib/read/rollup.ts";
import type { Foreseen } from "@/lib/steps/sources.ts";
import { whyIncomplete } from "./incomplete.ts";
import type { KpiParameters } from "./parameters.ts";
import { plainMeasure } from "./rollup.ts";

/** Adding up more groups than this takes longer than it saves. */
const MAX_GROUPS = 20_000;

/** Returns the series that `readSeries()` will give; `null` where only SQL can tell. */
export function foreseeSeries(
  { grain, by, measures }: KpiParameters,
  choice: SeriesChoice,
  foreseen: Foreseen,
): SeriesResult | null {
  const { periods, length } = foreseen.rollup;
  if (length === 0 || length > MAX_GROUPS) return null;
  const measure = Object.hasOwn(measures, choice.measure) ? measures[choice.measure] : null;
  const summands = measure === null ? null : summandsOf(measure.value, foreseen);
  if (measure === null || summands === null) return null;
  const last = periods.reduce((one, other) => other > one ? other : one);
  const isOver =
    whyIncomplete(last, { grain, asOf: foreseen.asOf, last: null, earlier: [] }) === null;
  const rows = addUp(foreseen.rollup, choice, { by, summands });
  // A rollup's hours are those of UTC.
  const zone = "UTC";
  return {
    grain,
    zone,
    unit: measure.unit ?? null,
    ...leaveOut(isOver ? null : last, segmentsOf(rows, { last, grain, zone, gaps: measure.gaps })),
  };
}

/** Returns what each group adds to a measure, `null` where nothing. */
function summandsOf(
  value: string,
  { rollup, types }: Foreseen,
): readonly (string | null)[] | null {
  const measure = plainMeasure("", value);
  if (measure?.function === "count_rows") return Array.from(rollup.rows, String);
  const column = rollup.columns.find((one) => one.column === measure?.column);
  if (measure === null || column === undefined) return null;
  if (measure.function === "count") return Array.from(column.counts, String);
  const isExact = types[column.column] === "integer" || types[column.column] === "decimal";
  return measure.function === "sum" && isExact ? column.sums : null;
}

/** Adds up the groups of a choice: its dimensions, the period and the value, by period. */
function addUp(
  rollup: Rollup,
  { only, each }: SeriesChoice,
  { by, summands }: {
    readonly by: readonly string[];
    readonly summands: readonly (string | null)[];
  },
): Frame {
  const textsOf = (name: string) => rollup.by[by.indexOf(name)];
  const slices = Object.entries(only).map(([name, text]) => ({ texts: textsOf(name), text }));
  const keys = [...each.map(textsOf), rollup.periods];
  const sums = new Map<string, { readonly group: number; sum: ExactSum | null }>();
  for (const [group, summand] of summands.entries()) {
    if (slices.some(({ texts, text }) => texts[group] !== text)) continue;
    const id = JSON.stringify(keys.map((texts) => texts[group]));
    const found = sums.get(id) ?? { group, sum: null };
    sums.set(id, found);
    if (summand === null) continue;
    found.sum ??= new ExactSum();
    found.sum.addText(summand);
  }
  const rows = [...sums.values()]
    .sort((a, b) => rollup.periods[a.group] < rollup.periods[b.group] ? -1 : 1);
  return {
    length: rows.length,
    columns: [
      ...keys.map((texts, i) => columnOf(`${i}`, "text", rows.map(({ group }) => texts[group]))),
      columnOf("value", "decimal", rows.map(({ sum }) => sum?.toNumber() ?? null)),
    ],
  };
}
