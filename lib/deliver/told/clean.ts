/**
 * Makes plain paragraphs of a model's answer: no link, picture, markup or unseen sign stays. What is
 * checked afterwards is this very text, so that nothing can look other than it was read.
 *
 * @module
 */

/** What a model's answer is cut at; summaries have a tenth of it. */
const LONGEST = 20_000;

/** What is left of an answer, and how many pieces of markup it had. */
export interface CleanText {
  readonly paragraphs: readonly string[];
  readonly removed: number;
}

/** Control, format and private signs: what turns words around, hides between letters or breaks lines. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Cs}]|(?![\n\t])\p{Cc}/gu;

/** In this order: what holds others comes first. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n[\s\S]*?)?(?:\n {0,3}\1[^\n]*$|(?![\s\S]))/gm, "\n"],
  [/<!--[\s\S]*?(?:-->|(?![\s\S]))/g, " "],
  [/<(script|style|iframe|svg|math|object|template)\b[\s\S]*?(?:<\/\1\s*>|(?![\s\S]))/gi, " "],
  [/!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,500}\])?/g, " "],
  [/\[([^\[\]]{0,500})\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,500}\])/g, "$1"],
  [/^ {0,3}\[[^\]]+\]:[^\n]*$/gm, " "],
  [/<\/?[a-z!?][^>]*(?:>|(?![\s\S]))/gi, " "],
  [/^[^\n|]*\|[^\n|]*\|[^\n]*$/gm, "\n"],
  [/^[ \t]*[-|:][-|: \t]+$/gm, "\n"],
  [/&#?\w{1,32};/g, " "],
  [/^ {0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+|\d{1,3}[.)][ \t]+)+/gm, "\n"],
  [/\\(?=[^\p{L}\p{N}\s])/gu, ""],
  [/\*{1,3}|_{2,3}|~~|`+|[<>]/g, ""],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, ""],
  // What was removed between them may have made a link of two.
  [/\]\(/g, "] ("],
];

/** Returns what a model wrote as paragraphs of plain text, each on one line. */
export function cleanText(answer: string): CleanText {
  let text = answer.slice(0, LONGEST).replaceAll(/\r\n?/g, "\n").normalize("NFC");
  let removed = 0;
  const remove = (pattern: RegExp, put: string) => {
    text = text.replaceAll(pattern, (_, kept: unknown) => {
      removed++;
      return put === "$1" ? String(kept) : put;
    });
  };
  remove(UNSEEN, "");
  for (const [pattern, put] of MARKUP) remove(pattern, put);
  const paragraphs = text.split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/[ \t\n]+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
  return { paragraphs, removed };
}

const ADDRESS = new RegExp(
  [
    String.raw`[a-z][a-z0-9+.-]*:\/\/`,
    String.raw`\b(?:javascript|data|mailto|tel|file|blob):\S`,
    String.raw`\bwww\.`,
    String.raw`[^\s@]@[^\s@]`,
    String.raw`\b[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?![\p{L}\p{N}])`,
    String.raw`\[\.\]|\(dot\)`,
  ].join("|"),
  "iu",
);

/** Whether a sentence has what a mail program or a reader would take for an address. */
export function hasAddress(sentence: string): boolean {
  return ADDRESS.test(sentence.replaceAll(/\b(?:e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|vs)\./gi, " "));
}
