/**
 * Reads the words beside a number: where something moved, and on which side of the number a figure is.
 *
 * @module
 */

/** What the words beside a number say of it. */
export interface WordsBeside {
  /** The words behind it, where a unit such as "kg" would stand. */
  readonly after: string;
  /** Where something moved by so much. */
  readonly direction: "up" | "down" | null;
  /** "about" either side, "over": the figure is no less, "under": no more. */
  readonly bound: "about" | "over" | "under" | null;
}

const FILL = String
  .raw`(?:\s+(?:by|of|about|around|roughly|approximately|nearly|almost|some|a|an|over|more than|just|only|another))*[\s~≈]*$`;
const DOWN_BEFORE = new RegExp(
  String
    .raw`(?<!\p{L})(?:down|fell|falls?|fallen|falling|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|drop(?:s|ped|ping)?|slipped|shr(?:ank|unk|inks?)|lost|loses|reduc(?:ed|tion)|lower|less|cut)${FILL}`,
  "iu",
);
const UP_BEFORE = new RegExp(
  String
    .raw`(?<!\p{L})(?:up|r(?:ose|isen?|ises|ising)|gr(?:ew|own?|ows|owth|owing)|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|gain(?:s|ed)?|jump(?:s|ed)?|surg(?:e|es|ed)|higher)${FILL}`,
  "iu",
);
const DOWN_AFTER =
  /^[\s-]*(?:lower|less|fewer|below|down|declines?|decrease|drop|reduction|fall|loss)(?!\p{L})/iu;
const UP_AFTER = /^[\s-]*(?:higher|more|above|up|growth|increase|rise|gain|jump)(?!\p{L})/iu;
const OVER = /(?:(?<!\p{L})(?:over|more than|above|at least|exceed(?:s|ed|ing)?)|[>≥])\s*$/iu;
const UNDER =
  /(?:(?<!\p{L})(?:under|nearly|almost|less than|fewer than|below|at most|close to|just under)|[<≤])\s*$/iu;
const ABOUT =
  /(?:(?<!\p{L})(?:about|around|roughly|approximately|approx\.?|some|circa|ca?\.)|[~≈])\s*$/iu;

/** Returns what the words before and behind a number say of it. */
export function wordsBeside(
  sentence: string,
  from: number,
  to: number,
): WordsBeside {
  const before = sentence.slice(Math.max(0, from - 80), from);
  const after = sentence.slice(to, to + 60);
  const bound = UNDER.test(before)
    ? "under"
    : OVER.test(before)
    ? "over"
    : ABOUT.test(before)
    ? "about"
    : null;
  // In "less than 5" and "more than 5" the words bind the number, they move nothing.
  const isDown = DOWN_BEFORE.test(before) || DOWN_AFTER.test(after);
  const isUp = UP_BEFORE.test(before) || UP_AFTER.test(after);
  return { after, bound, direction: isDown === isUp ? null : isDown ? "down" : "up" };
}
