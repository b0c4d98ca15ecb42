/**
 * What is told of the segments that made a period odd, in words and for a chart.
 *
 * @module
 */
import type { Flag } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { shortened } from "@/lib/chart/plain.ts";
import type { DimensionExplained } from "@/lib/steps/explain/facts.ts";
import { labelOf, labelWithin } from "@/lib/steps/label.ts";
import type { FlaggedPeriod } from "./facts.ts";

/** A segment that brought more than this share brought most of it. */
const MOST = 0.5;

/** Returns what a chart tells of a period; nothing where no dimension was to explain it. */
export function tellSegments({ explained }: FlaggedPeriod): Pick<Flag, "causes" | "parts"> {
  if (explained === undefined) return {};
  return {
    causes: explained.flatMap(tellDimension),
    parts: explained.map(({ name, segments }) => ({
      category: labelOf(name),
      segments: segments.map(({ name, change, share }) => ({ name, change, share })),
    })),
  };
}

/** Returns "mostly EMEA: 62%", or "by channel: Web 40%, Shop 35%" of a dimension that is not the first. */
export function tellDimension(
  { name, segments }: DimensionExplained,
  place: number,
): readonly string[] {
  const [first, second] = segments.filter(({ share }) => share !== null && share > 0)
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0));
  if (first === undefined) return [];
  const shareOf = ({ share }: typeof first) => formatNumber(share, { unit: "%", decimals: 0 });
  const words = (first.share ?? 0) >= MOST || second === undefined
    ? `mostly ${shortened(first.name)}: ${shareOf(first)}`
    : `${shortened(first.name)} ${shareOf(first)}, ${shortened(second.name)} ${shareOf(second)}`;
  return [place === 0 ? words : `by ${labelWithin(name)} ${words}`];
}
