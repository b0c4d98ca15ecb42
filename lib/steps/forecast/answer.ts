/**
 * What a forecast comes to, in one line.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import { whenWords } from "@/lib/steps/when.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { rangeOfTotal, totalOf } from "./horizon_sum.ts";

/** Intervals from this level on are called likely, in percent; the nearest to the second is told. */
const LEAST_LIKELY = 80;
const LIKELY = 95;

/** Tells the sum of what adds up with its range where that is known, else the first and last period. */
export function answerForecast(one: ForecastFact, facts: ForecastFacts): string {
  const ahead = one.periods.length;
  if (!facts.adds || ahead === 1) {
    return [...new Set([0, ahead - 1])].map((at) => tellPeriod(one, at, facts)).join("; ");
  }
  const write = writer(facts);
  const sum = `${write(totalOf(one))} in the next ${ahead} ${facts.grain}s`;
  const range = rangeOfTotal(one);
  if (range === null) return `${sum}; ${tellPeriod(one, 0, facts)}`;
  const { lower, upper, held, cases } = range;
  return `${sum}, ${write(lower)} to ${write(upper)} in ${held} of ${cases} cases`;
}

function tellPeriod(one: ForecastFact, at: number, facts: ForecastFacts): string {
  const write = writer(facts);
  const distance = (level: number) => Math.abs(level - LIKELY);
  const [likely] = one.intervals.filter(({ level }) => level >= LEAST_LIKELY)
    .toSorted((a, b) => distance(a.level) - distance(b.level));
  const range = likely === undefined
    ? ""
    : `, ${write(likely.lower[at])} to ${write(likely.upper[at])} likely`;
  return `${write(one.yhat[at])} ${whenWords(one.periods[at], facts)}${range}`;
}

function writer({ unit }: ForecastFacts) {
  return (amount: number | null) => formatNumber(amount, { unit, compact: true });
}
