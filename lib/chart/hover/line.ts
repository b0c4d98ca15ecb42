/**
 * What a line chart tells of its periods: what was, what was expected, what is odd, what comes.
 * Runs in a browser too.
 *
 * @module
 */
import { startOf } from "@/lib/chart/axis/time.ts";
import type { Amount, Flag, LineBlock } from "@/lib/chart/block.ts";
import { eventWords } from "@/lib/chart/events.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { amount, type HoverLine, type HoverPoint, told } from "./point.ts";

/** Returns the points of a line chart: the periods of history, then those of the forecast. */
export function linePoints(figure: LineBlock): readonly HoverPoint[] {
  const events = eventWords(figure);
  const during = (index: number) => {
    const words = events.get(index);
    return words === undefined ? [] : [told("During", words)];
  };
  return [...historyPoints(figure, during), ...futurePoints(figure, during)];
}

type During = (index: number) => readonly HoverLine[];

function historyPoints(figure: LineBlock, during: During): readonly HoverPoint[] {
  const { axis: { title, unit }, band, expected, flags, forecast, periods, series } = figure;
  const dismissed = new Set((figure.dismissed ?? []).map(({ index }) => index));
  const odd = new Map(flags.map((flag) => [flag.index, flag]));
  const earlier = new Map(
    (forecast?.origins ?? []).flatMap(({ from, values }) =>
      values.map((value, index) => [from + index, value] as const)
    ),
  );
  const linesAt = (index: number): readonly HoverLine[] => {
    const values = series.map((one) => one.values[index]);
    const usual = rangeText(band?.lower[index] ?? null, band?.upper[index] ?? null, unit);
    const middle = expected?.[index] ?? null;
    const flag = odd.get(index);
    return [
      ...series.map(({ name }, one) => told(name ?? title, amount(values[one], unit), name)),
      ...(middle === null ? [] : [told("Expected", amount(middle, unit))]),
      ...(usual === null ? [] : [told("Expected range", usual)]),
      ...(earlier.has(index)
        ? [told("Forecast earlier", amount(earlier.get(index) ?? null, unit))]
        : []),
      ...during(index),
      ...(flag === undefined ? [] : flagLines(flag, oddText(values[0], middle, unit))),
      ...(dismissed.has(index) ? [told("Said to be", "not odd")] : []),
    ];
  };
  return periods.map((period, index): HoverPoint => ({
    x: startOf(period),
    y: series.find(({ values }) => values[index] !== null)?.values[index] ?? null,
    // Of 100,000 points few are ever told of.
    get title() {
      return formatPeriod(period, figure);
    },
    get lines() {
      return linesAt(index);
    },
  }));
}

/** What is told of an odd period; `plain` where the flag has no words of its own. */
function flagLines(
  { words, score, said, causes = [] }: Flag,
  plain: string,
): readonly HoverLine[] {
  return [
    { name: "Odd", text: words ?? plain, series: null, flagged: true },
    ...(score === undefined
      ? []
      : [told("Score", `${formatNumber(score, { decimals: 0 })} of 100`)]),
    ...(said === "real" ? [told("Said to be", "real")] : []),
    ...causes.map((cause) => told("", cause)),
  ];
}

function futurePoints(figure: LineBlock, during: During): readonly HoverPoint[] {
  const { axis: { unit }, forecast, periods, series } = figure;
  if (forecast === null) return [];
  const { values, intervals } = forecast;
  return forecast.periods.map((period, index): HoverPoint => ({
    x: startOf(period),
    y: values[index] ?? null,
    title: formatPeriod(period, figure),
    lines: [
      told("Forecast", amount(values[index] ?? null, unit), series[0]?.name ?? null),
      ...intervals.flatMap(({ level, lower, upper }) => {
        const text = rangeText(lower[index], upper[index], unit);
        return text === null ? [] : [told(`${formatNumber(level * 100)}% within`, text)];
      }),
      ...during(periods.length + index),
    ],
  }));
}

/** Says how far an odd value is from what was expected. */
export function oddText(value: Amount, expected: Amount, unit: string | null): string {
  if (value === null || expected === null) return "not as expected";
  const difference = value - expected;
  const word = difference > 0 ? "above" : "below";
  return `${amount(Math.abs(difference), unit)} ${word} what was expected`;
}

function rangeText(lower: Amount, upper: Amount, unit: string | null): string | null {
  return lower === null || upper === null
    ? null
    : `${amount(lower, null)} to ${amount(upper, unit)}`;
}
