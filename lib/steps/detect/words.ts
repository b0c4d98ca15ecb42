/**
 * Says in a few words what is odd about a point, from its figures alone.
 *
 * @module
 */
import { formatNumber, formatPeriod, type PeriodStyle } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Oddity } from "@/lib/stats/detect/oddity.ts";
import { whenWords } from "@/lib/steps/when.ts";
import { usualWords, type Yardstick } from "./yardstick.ts";

/** A judged series, oldest first; NaN where there is no value or nothing was expected. */
export interface OddSeries {
  readonly periods: readonly string[];
  readonly values: Float64Array;
  readonly expected: Float64Array;
  readonly kinds: readonly Oddity[];
}

/** What the words depend on besides the figures. */
export interface WordsContext {
  readonly grain: Grain;
  /** By whose clocks hours are told; left out for those of UTC. */
  readonly zone?: string;
  readonly unit: string | null;
  readonly yardstick: Yardstick;
  /** Whether a period without a value has no rows; a ratio may have none of which it is one. */
  readonly isSum: boolean;
}

/** From so many times what was expected on, a percentage is hard to read. */
const TIMES = 2;

/** Shares that have a name of their own, told where they are as near as this. */
const FRACTIONS = [[0.25, "a quarter"], [1 / 3, "a third"], [0.5, "half"]] as const;
const NEAR = 0.02;

/** Returns what is odd about a point; `null` where nothing is. */
export function oddWords(series: OddSeries, index: number, context: WordsContext): string | null {
  const { grain } = context;
  const distance = distanceWords(series, index, context);
  switch (series.kinds[index]) {
    case "none":
      return null;
    case "spike":
      return distance;
    case "drop":
      return series.values[index] === 0 ? zeroWords(series, index, context) : distance;
    case "zero":
      return zeroWords(series, index, context);
    case "absent": {
      const { from } = runOf(series, index);
      const count = index - from + 1;
      if (!context.isSum) {
        return count === 1 ? `${grain} has no value` : `${count} ${grain}s in a row have no value`;
      }
      return count === 1 ? `${grain} is missing` : `${count} ${grain}s in a row are missing`;
    }
    case "stuck":
      return `same value for ${countSame(series.values, index)} ${grain}s`;
    case "partial":
      return `${distance}; the ${grain} may not be all there`;
    case "double":
      return `${distance}, as if loaded twice`;
    case "level_up":
    case "level_down":
      return `level moved ${levelWords(series, index)} since ${
        dateWords(series.periods[runOf(series, index).from], context)
      }`;
    case "level_up_for_a_while":
    case "level_down_for_a_while": {
      const { from, to } = runOf(series, index);
      const span = [from, to].map((place) => dateWords(series.periods[place], context));
      const when = from === to
        ? whenWords(series.periods[from], context)
        : `from ${span.join(" to ")}`;
      return `level was ${levelWords(series, index)} ${when}`;
    }
    case "variance":
      return "values scatter more than they did";
    case "drift":
      return `creeping away, now ${distance}`;
    case "pattern":
      return `the ${CYCLES[grain]} has another shape`;
    case "unusual":
      return `unlike the other ${grain}s; ${distance}`;
  }
}

function dateWords(period: string, style: PeriodStyle): string {
  return (style.grain === "week" ? "the " : "") + formatPeriod(period, style);
}

const CYCLES: Readonly<Record<Grain, string>> = {
  hour: "day",
  day: "week",
  week: "year",
  month: "year",
  quarter: "year",
  year: "series",
};

/** "42% below what Mondays are": percentages by points, what is about 0 or below it by amounts. */
function distanceWords(
  { periods, values, expected }: OddSeries,
  index: number,
  { grain, zone, unit, yardstick }: WordsContext,
): string {
  const [value, usual] = [values[index], expected[index]];
  if (!Number.isFinite(value) || !Number.isFinite(usual)) return "not as expected";
  const than = usualWords(yardstick, { period: periods[index], index, grain, zone });
  const side = value < usual ? "below" : "above";
  const difference = Math.abs(value - usual);
  if (value === usual) return `the same as ${than}`;
  if (unit === "%") {
    return `${formatNumber(100 * difference, { decimals: 1 })} points ${side} ${than}`;
  }
  if (usual <= 0 || value < 0) return `${formatNumber(difference, { unit })} ${side} ${than}`;
  if (value / usual >= TIMES) return `${timesWords(value / usual)} ${than}`;
  return `${shareWords(difference / usual)} ${side} ${than}`;
}

/** Where 0 is expected too, there is another reason. */
function zeroWords(series: OddSeries, index: number, context: WordsContext): string {
  const usual = series.expected[index];
  return Number.isFinite(usual) && usual !== 0
    ? `nothing, where ${formatNumber(usual, { unit: context.unit })} was expected`
    : "nothing, which is not as expected";
}

/** "up by a quarter": the middle of the run's ratios to what was expected. */
function levelWords(series: OddSeries, index: number): string {
  const isUp = series.kinds[index].startsWith("level_up");
  const { from, to } = runOf(series, index);
  const ratios = Array.from(
    series.values.subarray(from, to + 1),
    (value, place) =>
      series.expected[from + place] > 0 ? value / series.expected[from + place] : NaN,
  )
    .filter(Number.isFinite).sort((a, b) => a - b);
  const ratio = ratios[ratios.length >> 1] ?? NaN;
  const word = isUp ? "up" : "down";
  // A ratio to the other side would say what is not so.
  if (!(isUp ? ratio > 1.005 : ratio < 0.995) || ratio < 0) return word;
  if (ratio >= TIMES) return `up to ${timesWords(ratio)} as much`;
  const share = Math.abs(ratio - 1);
  const fraction = FRACTIONS.find(([size]) => Math.abs(size - share) <= NEAR);
  return `${word} by ${fraction?.[1] ?? shareWords(share)}`;
}

function timesWords(ratio: number): string {
  return `${formatNumber(ratio, { decimals: ratio < 10 ? 1 : 0 })} times`;
}

function shareWords(share: number): string {
  const decimals = share < 0.0995 ? 1 : 0;
  return share < 0.0005 ? "less than 0.1%" : formatNumber(share, { unit: "%", decimals });
}

/** The neighbours of a point that are odd in the same way, both ends in. */
function runOf(
  { kinds }: OddSeries,
  index: number,
): { readonly from: number; readonly to: number } {
  let from = index;
  let to = index;
  while (kinds[from - 1] === kinds[index]) from--;
  while (kinds[to + 1] === kinds[index]) to++;
  return { from, to };
}

/** How many values up to a point are the same as its own, itself among them. */
function countSame(values: Float64Array, index: number): number {
  let from = index;
  while (from > 0 && values[from - 1] === values[index]) from--;
  return index - from + 1;
}
