/**
 * What an explain cell tells of its result.
 *
 * @module
 */
import type { Amount, WaterfallStep } from "@/lib/chart/block.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Span } from "./spans.ts";

/** One segment, named by its value such as "North", or the others together, such as "7 others". */
export interface SegmentFacts extends WaterfallStep {
  /** How many it stands for. */
  readonly segments: number;
  /** Bits, 0 to 1. */
  readonly surprise: Amount;
}

/** One dimension: what moved most first, the others together last. */
export interface DimensionExplained {
  readonly name: string;
  /** Bits, 0 to 1. */
  readonly surprise: Amount;
  readonly segments: readonly SegmentFacts[];
}

/** The whole, before and after. */
export interface WholeFacts {
  readonly before: Amount;
  readonly after: Amount;
  readonly change: Amount;
}

/** What an explain cell tells. */
export interface ExplainFacts {
  readonly grain: Grain;
  /** By whose clocks hours are told. */
  readonly zone: string;
  readonly unit: string | null;
  readonly type: "sum" | "ratio";
  /** Whether amounts are the mean of a span's periods rather than their sum. */
  readonly isMean: boolean;
  /** `null` where the series is too short to compare anything. */
  readonly spans: { readonly before: Span; readonly after: Span } | null;
  /** The last period, where it is not over. */
  readonly unfinished: string | null;
  readonly whole: WholeFacts;
  /** The most surprising first. */
  readonly dimensions: readonly DimensionExplained[];
}
