/**
 * What a detect cell tells of its result: plain JSON from which figures and blocks follow.
 *
 * @module
 */
import type { Amount, EventMark } from "@/lib/chart/block.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Budget } from "@/lib/stats/detect/budget.ts";
import type { Oddity } from "@/lib/stats/detect/oddity.ts";
import type { DimensionExplained } from "@/lib/steps/explain/facts.ts";
import type { Label } from "./labels.ts";

/** The figure of a result that says how many forests can be kept in a file. */
export const KEPT_FORESTS = "trained.forests";

/** A period that is odd, or that would be had nobody said that it is not. */
export interface FlaggedPeriod {
  readonly period: string;
  readonly segment: readonly (string | null)[];
  readonly value: Amount;
  readonly expected: Amount;
  readonly lower: Amount;
  readonly upper: Amount;
  /** 0 to 100. */
  readonly score: number;
  readonly kind: Oddity;
  /** What is odd, in words. */
  readonly reason: string;
  /** What somebody said of it. */
  readonly label: Label | null;
  /** Which segments made it so, the most surprising dimension first; left out where nobody asked. */
  readonly explained?: readonly DimensionExplained[];
}

/** One scored series, as a chart needs it. */
export interface ScoredSeries {
  readonly segment: readonly (string | null)[];
  readonly periods: readonly string[];
  readonly values: readonly Amount[];
  readonly expected: readonly Amount[];
  readonly lower: readonly Amount[];
  readonly upper: readonly Amount[];
  /** Which of the calendars has the events of its periods. */
  readonly calendar: number;
  /** Left out where no forest was trained until some time. */
  readonly training?: SeriesTraining;
}

/** What the forest of a series learnt from, and what is new to it. */
export interface SeriesTraining {
  /** The last period that it learnt from; `null` where there is none. */
  readonly until: string | null;
  /** How many periods there are up to that one. */
  readonly places: number;
  /** How many of them had a value. */
  readonly trained: number;
  /** How many of the later ones have a value. */
  readonly fresh: number;
  /** Whether there was enough to learn from: else nothing is judged. */
  readonly isEnough: boolean;
  /** Whether it came from a file. */
  readonly isStored?: true;
}

/** How many alerts a setting would have raised. */
export interface Setting {
  /** The value of the key: deviations, or a share of the points. */
  readonly value: number;
  readonly alerts: number;
  /** Whether it is what the cell works with. */
  readonly used: boolean;
}

/** History replayed: what each setting would have raised. */
export interface ReplayFacts {
  /**
   * By what each point was judged: its past alone, but for forests where nobody asked for that, or that
   * are trained until some time: of these the replay has what they are trained on.
   */
  readonly sides: "past" | "both" | "trained";
  /** The key that a setting is a value of; `null` where it is a score, which no key sets. */
  readonly key: "threshold" | "contamination" | null;
  readonly settings: readonly Setting[];
  /** The spans by which alerts are counted, and how many of them were judged. */
  readonly per: Budget["per"];
  readonly spans: number;
  /** What was asked for; `null` where nothing was. */
  readonly budget: Budget | null;
}

/** What all forests of a cell learnt from. */
export interface TrainedFacts {
  /** The last period that any learnt from. */
  readonly until: string;
  readonly trained: number;
  readonly fresh: number;
  /** How many there are. */
  readonly forests: number;
  /** How to train them again; left out where they came from a file. */
  readonly recipe?: ForestRecipe;
}

/** What forests follow from, besides the rows of their cell. */
export interface ForestRecipe {
  readonly measure: string;
  /** The column of the periods. */
  readonly time: string;
  readonly each: readonly string[];
  readonly grain: Grain;
  /** Whose clocks hours go by. */
  readonly zone: string;
  readonly window: number;
  readonly lag: number;
  readonly contamination: number;
  readonly seed: number;
  /** What scores above it is flagged, of a budget; `null` where each forest has a limit of its own. */
  readonly limit: number | null;
  /** The last period that any learns from. */
  readonly until: string;
  /** How many periods must have a value. */
  readonly least: number;
  /** Periods that nothing is learnt from, each with its segment. */
  readonly muted: readonly (readonly [readonly (string | null)[], string])[];
}

/** What a detect cell tells of its result. */
export interface DetectFacts {
  readonly grain: Grain;
  /** By whose clocks hours are told. */
  readonly zone: string;
  readonly unit: string | null;
  readonly periods: number;
  readonly judge: "past" | "both";
  /** Latest first; within a period the oddest first. */
  readonly flagged: readonly FlaggedPeriod[];
  /** What somebody said is not odd, in the same order. */
  readonly dismissed: readonly FlaggedPeriod[];
  /** What would be odd, were it not muted by an event, in the same order. */
  readonly muted: readonly FlaggedPeriod[];
  readonly worst: FlaggedPeriod | null;
  /** What happened on the periods of series, once for all that have the same periods. */
  readonly calendars: readonly (readonly EventMark[])[];
  /** The first of all series: those that are drawn. */
  readonly series: readonly ScoredSeries[];
  /** `null` where nothing could be judged. */
  readonly replay: ReplayFacts | null;
  /** What the forests learnt from, all series together; left out where they aren't trained until some time. */
  readonly trained?: TrainedFacts;
  /** The last period, left out since it is not over. */
  readonly leftOut: string | null;
}
