/**
 * Cuts text into sentences. Where it is doubtful it does not cut: a sentence that is too long is dropped
 * whole, while one that is too short could leave half a claim.
 *
 * @module
 */

/** Short forms that have a point and end no sentence. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  ("approx avg ca cf co corp dept dr e.g eg etc est fig i.e ie inc incl jan feb mar apr jun jul aug sep sept oct " +
    "nov dec ltd max min mr mrs ms no nos nr p.a pct prof qtr rev st u.k u.s vol vs wk yr").split(
      " ",
    ),
);

const END = /[.!?…]+["'”’)\]]*(\s+)(?=["'“‘([]?[\p{Lu}\p{N}\p{Sc}+\-−–~≈\uE000])/gu;

/** Returns the sentences of a paragraph in order; joined by spaces they are the paragraph. */
export function cutSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of paragraph.matchAll(END)) {
    const [whole, space] = match;
    if (whole.startsWith(".") && isShortForm(paragraph.slice(from, match.index))) continue;
    sentences.push(paragraph.slice(from, match.index + whole.length - space.length).trim());
    from = match.index + whole.length;
  }
  return [...sentences, paragraph.slice(from).trim()].filter((sentence) => sentence !== "");
}

/** Whether the point behind a text is part of its last word: "approx", "J", "U.S". */
function isShortForm(before: string): boolean {
  const [word] = /[\p{L}.]+$/u.exec(before) ?? [""];
  return /^(?:\p{L}\.)*\p{Lu}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase());
}
