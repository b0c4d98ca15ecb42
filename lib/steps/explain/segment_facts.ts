/**
 * Tells what segments brought in words and rounded amounts.
 *
 * @module
 */
import type { ExplainedGroup } from "@/lib/stats/explain/explain.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import type { SegmentFacts } from "./facts.ts";

/** Tells a group by the names of all segments; `null` is a segment of rows without a value. */
export function segmentFacts(
  group: ExplainedGroup,
  names: readonly (string | null)[],
): SegmentFacts {
  const { segments, effects } = group;
  return {
    name: segments.length === 1
      ? names[segments[0]] ?? "nothing"
      : `${segments.length.toLocaleString("en")} others`,
    segments: segments.length,
    before: roundAmount(group.before),
    after: roundAmount(group.after),
    change: roundAmount(group.change),
    share: group.share,
    mix: effects === null ? null : roundAmount(effects.mix),
    rate: effects === null ? null : roundAmount(effects.rate),
    surprise: roundAmount(group.surprise),
  };
}
