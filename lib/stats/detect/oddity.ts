/**
 * What can be odd about a point of a series, and by what it was judged: closed lists whose places are
 * the codes that typed arrays carry. New entries go to the end, since stored results hold the codes.
 *
 * @module
 */

/** Kinds of oddity; a point's code is the place in this list. */
export const ODDITIES = [
  /** Nothing odd, or not judged. */
  "none",
  /** One value far above what was expected. */
  "spike",
  /** One value far below. */
  "drop",
  /** Nothing where something was expected. */
  "zero",
  /** No value where there is one as a rule. */
  "absent",
  /** The same value again and again. */
  "stuck",
  /** The last value, far below: its period may not be all there. */
  "partial",
  /** About twice what was expected: loaded twice, perhaps. */
  "double",
  /** A new, higher level that has not ended. */
  "level_up",
  /** A new, lower level that has not ended. */
  "level_down",
  /** A higher level that came to an end, seen from both sides only. */
  "level_up_for_a_while",
  /** A lower level that came to an end, seen from both sides only. */
  "level_down_for_a_while",
  /** Values scatter more than they did. */
  "variance",
  /** Values creep away, a little each period. */
  "drift",
  /** The shape of the season is another: weekdays like weekends, perhaps. */
  "pattern",
  /** Unlike the other points in several ways at once, as a forest sees it. */
  "unusual",
] as const;

/** One of the kinds of oddity. */
export type Oddity = (typeof ODDITIES)[number];

/** By what a point was judged; a point's code is the place in this list. */
export const JUDGEMENTS = [
  /** Not judged: too little is known of what is ordinary. */
  "none",
  /** By the points before it only, as an alert is. */
  "past",
  /** By the points before and after it. */
  "both",
  /** Scored, but never flagged: it was said to be out of the ordinary. */
  "muted",
] as const;

/** By what a point was judged. */
export type Judgement = (typeof JUDGEMENTS)[number];

/** Returns the code of a kind of oddity. */
export function codeOfOddity(oddity: Oddity): number {
  return ODDITIES.indexOf(oddity);
}

/** Returns the code of a judgement. */
export function codeOfJudgement(judgement: Judgement): number {
  return JUDGEMENTS.indexOf(judgement);
}
