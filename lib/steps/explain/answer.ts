/**
 * Says what moved a measure, in one line.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod, type PeriodStyle } from "@/lib/chart/format.ts";
import { amountText } from "@/lib/chart/axis/ticks.ts";
import { shortened } from "@/lib/chart/plain.ts";
import { signedText } from "@/lib/chart/waterfall.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { labelOf } from "@/lib/steps/label.ts";
import type { DimensionExplained, ExplainFacts, SegmentFacts } from "./facts.ts";
import type { Span } from "./spans.ts";

/** Segments that a line names. */
const NAMED = 2;

/** A segment that brought less than this is not worth a word. */
const LEAST_SHARE = 0.1;

/** A segment that brought more than this many times the change was made up for by another. */
const MOST_SHARE = 2;

/** A move by less than this of a measure, or an effect of less than this of both, is next to nothing. */
const HARDLY = 0.001;

/** What stands before the day of a week. */
const WEEK = /^week of /;

/** Returns "Feb 2026", or "Jan to Mar 2026"; of several weeks their first days. */
export function spanName({ first, last, count }: Span, style: Grain | PeriodStyle): string {
  if (count === 1) return formatPeriod(last, style);
  const [from, to] = [first, last].map((period) => formatPeriod(period, style).replace(WEEK, ""));
  const year = / \d{4}$/.exec(to)?.[0] ?? "";
  // A year is told once; an hour's stands before its time.
  return `${year !== "" && from.endsWith(year) ? from.slice(0, -year.length) : from} to ${to}`;
}

/** Returns the same for a sentence: "the week of 2 Feb 2026", "the weeks of 2 Feb to 23 Feb 2026". */
export function spanWords(span: Span, style: Grain | PeriodStyle): string {
  const { grain } = typeof style === "string" ? { grain: style } : style;
  const name = spanName(span, style);
  if (grain !== "week") return name;
  return span.count === 1 ? `the ${name}` : `the weeks of ${name}`;
}

/** Returns such as "EMEA brought 62% of the fall, APAC 30%"; `null` where there is nothing to tell. */
export function leadWords(
  { segments }: Pick<DimensionExplained, "segments">,
  change: number,
): string | null {
  const leading = segments.filter(({ share }) => share !== null && share >= LEAST_SHARE)
    .toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0)).slice(0, NAMED);
  if (leading.length === 0) return null;
  const word = change < 0 ? "fall" : "rise";
  return leading.map(({ name, share }, i) => {
    const told = formatNumber(share, { unit: "%", decimals: 0 });
    return i === 0
      ? `${shortened(name)} brought ${told} of the ${word}`
      : `${shortened(name)} ${told}`;
  }).join(", ");
}

/** Returns "a day", "an hour". */
export function perWords(grain: Grain): string {
  return grain === "hour" ? "an hour" : `a ${grain}`;
}

/** Returns what moved, from where to where, and which segments of the most surprising dimension did it. */
export function answerOf(facts: ExplainFacts, measure: string): string {
  const { spans, whole, grain, unit, dimensions: [foremost] } = facts;
  const label = labelOf(measure);
  if (spans === null) return `${label} has too few ${grain}s to compare`;
  // Percentages may be near each other: both are told as finely as their chart tells them.
  const write = unit === "%"
    ? amountText([whole.before, whole.after], unit)
    : (amount: Amount) => formatNumber(amount, { unit, compact: true });
  const [before, after] = [spans.before, spans.after].map((span) =>
    `${spanWords(span, facts)}${span.last === facts.unfinished ? ", not over yet" : ""}`
  );
  const { change } = whole;
  const mean = facts.isMean ? ` ${perWords(grain)}` : "";
  const course = `from ${write(whole.before)}${mean} (${before}) to ${
    write(whole.after)
  }${mean} (${after})`;
  if (change === null) return `${label} cannot be compared: it goes ${course}`;
  // Percentages move by points.
  const move = unit === "%"
    ? signedText([change], unit)(Math.abs(change)).slice(1)
    : write(Math.abs(change));
  const lead = foremost === undefined ? null : leadWords(foremost, change);
  const moved = (foremost?.segments ?? []).filter(({ change }) => change !== null && change !== 0);
  const least = HARDLY * Math.max(Math.abs(whole.before ?? 0), Math.abs(whole.after ?? 0));
  const most = Math.max(Math.abs(change), ...moved.map(size));
  if (most > 0 && most < least && write(whole.before) === write(whole.after)) {
    return `${label} hardly moved: ${course}`;
  }
  if (lead !== null) {
    const isMadeUp = moved.some(({ share }) => share !== null && share > MOST_SHARE);
    const why = isMadeUp ? `${madeUp(opposite(moved), unit)} nearly made up for one another` : lead;
    return `${label} ${change < 0 ? "fell" : "rose"} by ${move}, ${course}: ${why}${
      effects(facts)
    }`;
  }
  if (moved.length === 0) return `${label} did not move: ${course}`;
  return `${label} hardly moved, ${course}: ${
    madeUp(moved.slice(0, NAMED), unit)
  } made up for one another`;
}

/** The segments that moved most in each direction, the greater first. */
function opposite(segments: readonly SegmentFacts[]): readonly SegmentFacts[] {
  const most = (isFall: boolean) =>
    segments.filter(({ change }) => change !== null && (change < 0) === isFall)
      .toSorted((a, b) => size(b) - size(a)).slice(0, 1);
  return [...most(true), ...most(false)].toSorted((a, b) => size(b) - size(a));
}

function size({ change }: SegmentFacts): number {
  return Math.abs(change ?? 0);
}

function madeUp(segments: readonly SegmentFacts[], unit: string | null): string {
  const write = signedText(segments.map(({ change }) => change), unit);
  return segments.map(({ name, change }) => `${shortened(name)} ${write(change)}`).join(" and ");
}

/** Of a ratio, how much of the change came of another mix, and how much of the segments' own ratios. */
function effects({ type, dimensions: [foremost], unit }: ExplainFacts): string {
  if (type === "sum" || foremost === undefined) return "";
  const sum = (effect: "mix" | "rate") =>
    foremost.segments.reduce((sum, segment) => sum + (segment[effect] ?? 0), 0);
  const [mix, rate] = [sum("mix"), sum("rate")];
  const least = HARDLY * (Math.abs(mix) + Math.abs(rate));
  if (mix === 0 && rate === 0) return "";
  if (Math.abs(mix) <= least) return "; by the rates themselves, hardly by mix";
  if (Math.abs(rate) <= least) return "; by mix, hardly by the rates themselves";
  const write = signedText([mix, rate], unit);
  return `; ${write(mix)} by mix, ${write(rate)} by the rates themselves`;
}
