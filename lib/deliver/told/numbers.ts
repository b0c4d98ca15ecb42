/**
 * Finds the numbers of a sentence, with their units, their signs and the words that bend them. A sign
 * that counts and fits no form makes the sentence unreadable, so that nothing is told unchecked.
 *
 * @module
 */
import { type WordsBeside, wordsBeside } from "./beside.ts";
import { type Digits, NUMBER_WORDS, readDigits, readNumberWords, SCALES } from "./digits.ts";
import { isUnfitBeside, isUnfitBetween } from "./unfit.ts";

/** A number with what is said of it. */
export interface WrittenNumber extends Digits, WordsBeside {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What a word or letter behind it multiplied it by; 1 where there is none. */
  readonly scale: number;
  /** A currency code, "%", "points" (of a percentage), "times", or `null`. */
  readonly unit: string | null;
}

/** What a sentence has: its numbers, or a piece that cannot be read as one. */
export type Found =
  | { readonly type: "numbers"; readonly numbers: readonly WrittenNumber[] }
  | { readonly type: "unreadable"; readonly text: string };

const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  dollar: "USD",
  euro: "EUR",
  pound: "GBP",
  yen: "JPY",
  rupee: "INR",
};

const CODES = Intl.supportedValuesOf("currency");

/** Signs of currencies as our pages write them: "$" is USD's alone, CAD's is "CA$". */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["US$", "USD"],
  ...CODES.map((code) =>
    [
      new Intl.NumberFormat("en-US", { style: "currency", currency: code })
        .formatToParts(0).find(({ type }) => type === "currency")?.value ?? code,
      code,
    ] as const
  ),
]);

const escaped = (text: string) =>
  text.replaceAll(/[$.\s]/g, (sign) => sign.trim() === "" ? "\\s" : `\\${sign}`);
const MONEY = [...new Set([...SIGNS.keys(), ...CODES])].toSorted((a, b) => b.length - a.length)
  .map(escaped).join("|");

const MULTIPLES: Readonly<Record<string, number>> = {
  twice: 2,
  doubled: 2,
  double: 2,
  doubling: 2,
  tripled: 3,
  triple: 3,
};
const FRACTIONS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fifth: 5,
  tenth: 10,
};
const COUNTS = ["", "one", "two", "three", "four"];

const NUMBER = new RegExp(
  String
    .raw`(?<![\p{L}\p{N}\p{M}.,:/#^_'’])(?<sign>[-−–+])?(?:(?<before>${MONEY})[\s\u00a0]?)?(?<inner>[-−])?` +
    String
      .raw`(?:(?<digits>\d(?:[\d.,'’\u00a0\u2009\u202f]*\d)?(?:e[-−]?\d{1,2})?)|(?<words>(?i:${NUMBER_WORDS}))(?!\p{L}))` +
    String
      .raw`(?:(?<scale>k|K|m|M|mn|bn|b|B|tn|T)(?![\p{L}\p{N}])|[\s\u00a0-](?<scaleWord>(?i:thousand|million|billion|trillion|lakh|crore|mn|bn))(?!\p{L}))?` +
    String.raw`(?:[\s\u00a0-]?(?<percent>%|(?i:percent(?:age)?|per cent|pct)(?!\p{L})))?` +
    String.raw`(?:[\s\u00a0-]?(?<points>(?i:points?|pp|ppts?)(?!\p{L})))?` +
    String.raw`(?:[\s\u00a0]?(?<times>×|x(?!\p{L})|(?i:times|-?fold)(?!\p{L})))?` +
    String.raw`(?:[\s\u00a0]?(?<behind>€|£|(?:${
      CODES.join("|")
    })(?!\p{L})|(?i:dollars?|euros?|pounds?|yen|rupees?)(?!\p{L})))?` +
    String.raw`(?![\p{M}\p{N}^_]|[.,:/'’]\p{N}|\s\d{3}(?!\d))`,
  "gu",
);

const WORDS = new RegExp(
  String.raw`(?<!\p{L})(?:(?<multiple>${
    Object.keys(MULTIPLES).join("|")
  })|(?:(?<count>a|one|two|three|four)[- ])?` +
    String
      .raw`(?<fraction>half|third|quarter|fifth|tenth)(?<many>s)?(?<of>(?=[- ](?:of|the|all)(?!\p{L})))?)(?!\p{L})`,
  "giu",
);

/** Amounts too vague to be checked, ranks, and halves of a time. */
const VAGUE = new RegExp(
  String
    .raw`(?<!\p{L})(?:(?:dozen|hundred|thousand|million|billion|trillion|lakh|crore)s?|half|halved|halving|quadrupled?|` +
    String
      .raw`(?:${NUMBER_WORDS})|\p{L}+ty(?:one|two|three|four|five|six|seven|eight|nine)|percent(?:age)?s?|per cent|(?:first|second) half|` +
    String
      .raw`(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ](?:\p{L}*est|most|least|place|rank)|` +
    String.raw`\p{L}+teenth|hundredfold|\p{L}+fold)(?!\p{L})`,
  "iu",
);

const MINUS = /(?<!\p{L})(?:minus|negative|loss of)\s*$/iu;

/** Returns the numbers of a sentence from which names and periods were taken out. */
export function findNumbers(sentence: string): Found {
  const numbers: WrittenNumber[] = [];
  let rest = sentence;
  const take = (from: number, to: number) => {
    rest = rest.slice(0, from) + "\uE001".repeat(to - from) + rest.slice(to);
  };
  for (const match of sentence.matchAll(WORDS)) {
    const found = readFraction(match);
    if (found === null) continue;
    numbers.push({ ...found, ...wordsBeside(sentence, found.from, found.to) });
    take(found.from, found.to);
  }
  for (const match of rest.matchAll(NUMBER)) {
    const found = readNumber(match, rest);
    if (found === null) return { type: "unreadable", text: match[0] };
    numbers.push(found);
    take(found.from, found.to);
  }
  const [left] = /[\p{L}]*\p{N}[\p{L}\p{N}.,]*/u.exec(rest) ?? VAGUE.exec(rest) ?? [];
  if (left !== undefined) return { type: "unreadable", text: left };
  const inOrder = numbers.toSorted((a, b) => a.from - b.from);
  const torn = inOrder.find(({ to }, i) =>
    i + 1 < inOrder.length && isUnfitBetween(sentence.slice(to, inOrder[i + 1].from))
  );
  if (torn !== undefined) return { type: "unreadable", text: torn.text };
  return { type: "numbers", numbers: shareUnits(inOrder, sentence) };
}

/** "Two thirds" and "twice"; a lone "quarter" or "third" is no amount. */
function readFraction(match: RegExpExecArray) {
  const { multiple, count, fraction, many, of } = match.groups ?? {};
  const place = { from: match.index, to: match.index + match[0].length, text: match[0] };
  if (multiple !== undefined) {
    return {
      ...place,
      value: MULTIPLES[multiple.toLowerCase()],
      step: 0.1,
      coarse: 0.1,
      scale: 1,
      unit: "times",
    };
  }
  const isHalf = fraction?.toLowerCase() === "half";
  if (count === undefined && !(isHalf && of !== undefined)) return null;
  if (
    fraction === undefined ||
    (many === undefined && !["a", "one", undefined].includes(count?.toLowerCase()))
  ) return null;
  const parts = Math.max(1, COUNTS.indexOf(count?.toLowerCase() ?? ""));
  return {
    ...place,
    value: 100 * parts / FRACTIONS[fraction.toLowerCase()],
    step: 2,
    coarse: 2,
    scale: 1,
    unit: "%",
  };
}

function readNumber(match: RegExpExecArray, sentence: string): WrittenNumber | null {
  const { sign, before, inner, digits, words, scale, scaleWord, percent, points, times, behind } =
    match.groups ?? {};
  const read = digits === undefined ? readNumberWords(words ?? "") : readDigits(digits);
  const by = SCALES[(scale ?? scaleWord ?? "").toLowerCase()] ?? 1;
  const money = before === undefined ? behind && codeOf(behind) : codeOf(before);
  const isTwoUnits =
    [money, percent ?? points, times].filter((unit) => unit !== undefined).length > 1 ||
    (before !== undefined && behind !== undefined && codeOf(behind) !== money);
  const to = match.index + match[0].length;
  // "12km" has a unit of its own; "B2B" and "3D" have a digit that counts nothing we know.
  if (
    read === null || isTwoUnits ||
    /^(?:\p{Lu}|\p{Ll}\p{N}|(?:st|nd|rd|th)(?!\p{L}))/u.test(sentence.slice(to)) ||
    isUnfitBeside(sentence.slice(Math.max(0, match.index - 20), match.index), sentence.slice(to))
  ) return null;
  const isRange = sign === "–" ||
    sign === "-" && /[\p{L}\p{N}%\uE001)]$/u.test(sentence.slice(0, match.index));
  const beside = wordsBeside(sentence, match.index, to);
  const isMinus = inner !== undefined || sign === "−" || sign === "-" && !isRange ||
    MINUS.test(sentence.slice(0, match.index));
  return {
    from: match.index,
    to,
    text: match[0].trim(),
    value: (isMinus ? -1 : 1) * read.value * by,
    step: read.step * by,
    coarse: read.coarse * by,
    scale: by,
    unit: points !== undefined
      ? "points"
      : percent !== undefined
      ? "%"
      : times !== undefined
      ? "times"
      : money ?? null,
    ...beside,
    direction: sign === "+" ? "up" : isMinus ? null : beside.direction,
  };
}

function codeOf(text: string): string {
  return SIGNS.get(text) ?? CURRENCY_WORDS[text.toLowerCase().replace(/s$/, "")] ?? text;
}

/** In "12–15%", "$4–5k" and "10 to 12 million" the ends share what only one of them has. */
function shareUnits(numbers: readonly WrittenNumber[], sentence: string): WrittenNumber[] {
  const shared = [...numbers];
  for (let i = 1; i < shared.length; i++) {
    const [left, right] = [shared[i - 1], shared[i]];
    const dash = /^\s?[-–—]/.test(sentence.slice(left.to)) && right.from - left.to <= 2;
    if (!dash && !/^ (?:to|and|or) $/.test(sentence.slice(left.to, right.from))) continue;
    const scale = left.scale === 1 && (dash || left.unit === null) ? right.scale : 1;
    shared[i - 1] = {
      ...left,
      value: left.value * scale,
      step: left.step * scale,
      coarse: left.coarse * scale,
      unit: left.unit ?? right.unit,
      after: right.after,
    };
    shared[i] = { ...right, unit: right.unit ?? left.unit };
  }
  return shared;
}
