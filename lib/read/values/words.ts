/**
 * Words with a meaning of their own: nothing, true and false, infinity.
 *
 * @module
 */
import { textOf } from "./bytes.ts";

/** What a word may mean. A word can be one of several pairs, told by bits. */
export interface Word {
  readonly text: string;
  /** Whether the word stands for nothing; `strong` words do so among text too. */
  readonly empty: "strong" | "symbol" | "weak" | null;
  /** Bits of the pairs this word is of; 0 where it is of none. */
  readonly pairs: number;
  /** Which side of the pair it is. */
  readonly truth: boolean;
  readonly infinite: boolean;
}

const STRONG =
  "ND N/D n/d NaT NULL Null null N/A n/a N/a #N/A NaN nan NAN <NA> \\N (null) #REF! #DIV/0! " +
  "#VALUE! #NAME? #NUM! #NULL! [NULL] <null> #N/A!";
const SYMBOLS = "- -- --- – — ? ?? . .. ... … *** ** * / _ # x.x";
const WEAK = "ND NA na Na None none NONE nil Nil N.A. n.a. N.A n.a k.A. unknown Unknown UNKNOWN " +
  "missing Missing MISSING TBD tbd void NOT_AVAILABLE -nan -NaN";

/** What statistics offices write, with the flag that says why. */
const WITHHELD = [":", ": c", ": d", ": n", ": u", ": z", ":c", ":u", ":z", "(C)", "(D)", "(L)"]
  .concat(["(NA)", "(S)", "(X)", "(Z)", "(:)"]);

const PAIRS: readonly (readonly [string, string])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["y", "n"],
  ["t", "f"],
  ["wahr", "falsch"],
  ["ja", "nein"],
  ["j", "n"],
  ["vrai", "faux"],
  ["oui", "non"],
  ["o", "n"],
  ["sí", "no"],
  ["si", "no"],
  ["sim", "não"],
  ["vero", "falso"],
  ["ja", "nee"],
];

/** Pairs of single letters, which mean something only where both sides are seen. */
export const LETTER_PAIRS = (1 << 2) | (1 << 3) | (1 << 6) | (1 << 9);

const INFINITE =
  "inf Inf INF infinity Infinity INFINITY -inf -Inf -INF +inf -infinity -Infinity ∞ -∞";

const LONGEST_BYTES = 24;

/** All words that are known, found by their bytes. */
export class Words {
  readonly #byHash: ReadonlyMap<number, readonly Word[]>;

  /** `nulls` stand for nothing wherever they are, `known` are counted each by itself. */
  constructor(nulls: readonly string[] = [], known: readonly string[] = []) {
    this.#byHash = nulls.length + known.length === 0 ? USUAL : byHash(nulls, known);
  }

  /** The word that a trimmed cell is, or `null`. */
  find(bytes: Uint8Array, start: number, end: number): Word | null {
    if (end - start > LONGEST_BYTES) return null;
    const found = this.#byHash.get(hashOf(bytes, start, end));
    if (found === undefined) return null;
    const text = textOf(bytes, start, end);
    return found.find((word) => word.text === text) ?? null;
  }

  /** All texts, for whoever wants to know how words begin. */
  texts(): string[] {
    return [...this.#byHash.values()].flat().map((word) => word.text);
  }
}

function casesOf(text: string): string[] {
  return [...new Set([text, text.toUpperCase(), text[0].toUpperCase() + text.slice(1)])];
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash;
}

function byHash(
  nulls: readonly string[],
  known: readonly string[],
): ReadonlyMap<number, readonly Word[]> {
  const words = new Map<string, Word>();
  const add = (text: string, known: Partial<Word>) => {
    const before = words.get(text) ??
      { text, empty: null, pairs: 0, truth: false, infinite: false };
    words.set(text, { ...before, ...known, pairs: before.pairs | (known.pairs ?? 0) });
  };
  for (const text of WEAK.split(" ")) add(text, { empty: "weak" });
  for (const text of [...SYMBOLS.split(" "), ...WITHHELD]) add(text, { empty: "symbol" });
  for (const text of [...STRONG.split(" "), ...nulls]) add(text, { empty: "strong" });
  for (const text of known) add(text, {});
  for (const text of INFINITE.split(" ")) add(text, { infinite: true });
  PAIRS.forEach(([yes, no], index) => {
    for (const text of casesOf(yes)) add(text, { pairs: 1 << index, truth: true });
    for (const text of casesOf(no)) add(text, { pairs: 1 << index, truth: false });
  });
  const encoder = new TextEncoder();
  return Map.groupBy(words.values(), ({ text }) => {
    const bytes = encoder.encode(text);
    return hashOf(bytes, 0, bytes.length);
  });
}

/** Those that mean something in every file: made once, since a file is looked at by several scanners. */
const USUAL = byHash([], []);
