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

/** Words may stand between a verb and its number, but none that begins another thought. */
const FILL = String
  .raw`(?:\s+(?!(?:to|from|at|in|on|with|and|where|while|against|for|but|reaching|total+ing)(?!\p{L}))[\p{L}-]+){0,4}[\s~≈]*$`;
const BETWEEN = String
  .raw`^[\s-]*(?:(?!(?:was|were|is|are|has|have|had|and|or|to|of|in|from|but)(?!\p{L}))[\p{L}-]+\s+){0,2}`;
const DOWN = String
  .raw`down|fell|fall(?:s|en|ing)?|declin\p{L}*|decreas\p{L}*|dropp?\p{L}*|slip(?:s|ped)|shr[aiu]nk\p{L}*|lost|loses|reduc\p{L}*|lower|less|cut|plung\p{L}*|plummet\p{L}*|slid\p{L}*|slump\p{L}*|sank|contract(?:ed|s|ion)|tumbl\p{L}*|weaken\p{L}*|worsen\p{L}*|eased|dip(?:s|ped)|crash\p{L}*|collaps\p{L}*|shed`;
const UP = String
  .raw`up|r(?:ose|isen?|ises|ising)|gr(?:ew|own?|ows|owth|owing)|increas\p{L}*|climb\p{L}*|gain(?:s|ed)?|jump\p{L}*|surg\p{L}*|higher|soar\p{L}*|improv\p{L}*|expan\p{L}*|advanc\p{L}*|rall(?:y|ied)|boost\p{L}*|accelerat\p{L}*|strengthen\p{L}*|spik\p{L}*|leap\p{L}*|swell\p{L}*`;
const DOWN_BEFORE = new RegExp(String.raw`(?<!\p{L})(?:${DOWN})${FILL}`, "iu");
const UP_BEFORE = new RegExp(String.raw`(?<!\p{L})(?:${UP})${FILL}`, "iu");
const DOWN_AFTER = new RegExp(
  String
    .raw`${BETWEEN}(?:lower|less|fewer|below|down|declines?|decrease|drop|dip|slump|reduction|fall|loss)(?!\p{L})`,
  "iu",
);
const UP_AFTER = new RegExp(
  String
    .raw`${BETWEEN}(?:higher|more|above|up|growth|increase|rise|gain|jump|surge|improvement)(?!\p{L})`,
  "iu",
);
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
  return { after, bound, direction: wayBefore(before) ?? wayAfter(after) };
}

/** In "less than 5" and "more than 5" the words bind the number, they move nothing. */
function wayBefore(before: string): "up" | "down" | null {
  const text = before.replace(/(?<!\p{L})(?:less|fewer|more|higher|lower) than\s*$/iu, "");
  return DOWN_BEFORE.test(text) ? "down" : UP_BEFORE.test(text) ? "up" : null;
}

function wayAfter(after: string): "up" | "down" | null {
  return DOWN_AFTER.test(after) ? "down" : UP_AFTER.test(after) ? "up" : null;
}
