/**
 * Says what else went into a forecast: what it adds up with, what explains it, what its grade is made of.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import { PART_SHARES, type ScoreParts } from "@/lib/stats/forecast/backtest/reliability.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { totalOf } from "./horizon_sum.ts";
import { tellExplanation } from "./explained.ts";

const WAYS = {
  bottom_up: "the parts were left alone and added up",
  least_squares: "all were moved alike",
  weighted_least_squares: "what is surer was moved less",
} as const;

const PARTS: Readonly<Record<keyof ScoreParts, string>> = {
  size: "how small errors are beside the values",
  moves: "how small they are beside the seasonal moves",
  honesty: "whether the 95% interval held 95%",
};

/** Returns a sentence for each thing that there is to say. */
export function tellBesides(one: ForecastFact, facts: ForecastFacts): readonly string[] {
  return [
    ...tellScore(one),
    ...tellCrps(one, facts),
    ...tellExplanation(one),
    ...tellAddsUp(one, facts),
  ];
}

/** Of how much each part of a grade is. */
function tellScore({ reliability }: ForecastFact): readonly string[] {
  if (reliability.status !== "scored") return [];
  const { parts } = reliability;
  const whole = (value: number) => formatNumber(value, { decimals: 0 });
  const told = (["size", "moves", "honesty"] as const).map((part) =>
    `${whole(parts[part])} of ${PART_SHARES[part]} for ${PARTS[part]}`
  );
  return [`The grade is made of ${told.slice(0, -1).join(", ")} and ${told.at(-1)}.`];
}

/** How good the intervals were, width and misses together. */
function tellCrps({ crps }: ForecastFact, { unit }: ForecastFacts): readonly string[] {
  if (crps === null) return [];
  return [
    `The CRPS of its intervals, tried on the past, was ${
      formatNumber(crps, { unit })
    }: width and ` +
    "misses both count, and an interval of no width would come to the mean absolute error.",
  ];
}

/** What it was before it was made to add up. */
function tellAddsUp(one: ForecastFact, { adds, unit }: ForecastFacts): readonly string[] {
  const { addsUp } = one;
  if (addsUp === null || addsUp.before === null) return [];
  const write = (amount: number | null) => formatNumber(amount, { unit, compact: true });
  const whose = addsUp.role === "total" ? "Made to be the sum of its parts" : "Made to add up";
  const sums = adds
    ? `: for itself its periods came to ${write(addsUp.before)}, now ` +
      `to ${write(totalOf(one))}`
    : "";
  return [
    `${whose}${sums}; ${WAYS[addsUp.way]}. Grade and intervals are of what it was for itself.`,
  ];
}
