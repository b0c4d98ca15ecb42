/**
 * What an explain cell tells of its result.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Span } from "./spans.ts";

/** One segment, or the others together. */
export interface SegmentFacts {
  /** The value of the dimension, such as "North"; of several "7 others". */
  readonly name: string;
  /** How many it stands for. */
  readonly segments: number;
  /** `null` where it has no rows. */
  readonly before: Amount;
  readonly after: Amount;
  readonly change: Amount;
  /** Of the change of the whole; `null` where that has hardly moved. */
  readonly share: Amount;
  /** What `change` is made of; both `null` of a sum. */
  readonly mix: Amount;
  readonly rate: Amount;
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
