/**
 * Checks what a model wrote against what was computed: a sentence stays if every number and time in it is
 * a given one, and is dropped and counted if one is not. Docs: docs/decisions/0030-which-numbers-resolve.md.
 *
 * @module
 */
import { formatMoment } from "@/lib/chart/format.ts";
import { cleanText, hasAddress } from "./clean.ts";
import type { Fact, FigureFact } from "./fact.ts";
import { findNumbers, type WrittenNumber } from "./numbers.ts";
import { findPeriods, type GivenPeriod, isGiven } from "./periods.ts";
import { resolveNumber, resolvePair } from "./resolve.ts";
import { cutSentences } from "./sentences.ts";

/** A sentence that was not kept. */
export interface DroppedSentence {
  readonly sentence: string;
  /** The piece of it that could not be resolved. */
  readonly written: string;
  readonly reason: "no figure" | "no given time" | "unreadable" | "address";
}

/** What an answer tells once it is checked. */
export interface ToldAnswer {
  /** Sentences by paragraph; plain text without markup. */
  readonly paragraphs: readonly (readonly string[])[];
  readonly dropped: readonly DroppedSentence[];
  /** Pieces of markup and unseen signs that were removed. */
  readonly removed: number;
}

/** What sentences are checked against. */
interface Known {
  readonly figures: readonly FigureFact[];
  /** Finds any name of the data that has a letter; `null` where there is none. */
  readonly name: RegExp | null;
  /** Members that figures are of, each with what finds it. */
  readonly members: ReadonlyMap<string, RegExp>;
  readonly periods: readonly GivenPeriod[];
  /** Numbers that our own sentences have, as they are written there. */
  readonly quoted: readonly WrittenNumber[];
}

/** Checks an answer against facts; moments are told by the clocks of the zone. */
export function checkTold(answer: string, facts: readonly Fact[], zone: string): ToldAnswer {
  const known = knownOf(facts, zone);
  const { paragraphs, removed } = cleanText(answer);
  const dropped: DroppedSentence[] = [];
  const kept = paragraphs.map((paragraph) =>
    cutSentences(paragraph).filter((sentence) => {
      const fault = faultOf(sentence, known);
      if (fault !== null) dropped.push({ sentence, ...fault });
      return fault === null;
    })
  );
  return { paragraphs: kept.filter(({ length }) => length > 0), dropped, removed };
}

function knownOf(facts: readonly Fact[], zone: string): Known {
  const names = facts.flatMap((fact) =>
    fact.type === "name"
      ? [fact.value]
      : fact.type === "figure" && fact.about !== null && fact.about.trim() !== ""
      ? [fact.about]
      : []
  );
  // A name without a letter would hide any number that is written like it.
  const lettered = [...new Set(names.filter((name) => /\p{L}/u.test(name)))]
    .toSorted((a, b) => b.length - a.length);
  const name = lettered.length === 0 ? null : wholeName(lettered, "giu");
  const sentences = facts.flatMap((fact) => fact.type === "sentence" ? [fact.value] : []);
  const told = sentences.map((sentence) => withoutPeriods(hideNames(sentence, name)));
  return {
    figures: facts.filter((fact) => fact.type === "figure"),
    name,
    members: new Map(
      facts.flatMap((fact) =>
        fact.type === "figure" && fact.about !== null && fact.about.trim() !== ""
          ? [[fact.about, wholeName([fact.about], "iu")]]
          : []
      ),
    ),
    periods: [
      ...facts.flatMap((fact) => fact.type === "period" ? [periodOf(fact, zone)] : []),
      ...told.flatMap(({ periods }) => periods),
    ],
    quoted: told.flatMap(({ text }) => {
      const found = findNumbers(text);
      return found.type === "numbers" ? found.numbers : [];
    }),
  };
}

function periodOf(
  { value, grain }: Extract<Fact, { readonly type: "period" }>,
  zone: string,
): GivenPeriod {
  const [found] = findPeriods(grain === "hour" ? formatMoment(value, zone) : value.slice(0, 10));
  const { year = null, month = null, day = null, time = null } = found ?? {};
  return {
    year,
    month: grain === "year" ? null : month,
    day: ["hour", "day", "week"].includes(grain) ? day : null,
    time: grain === "hour" ? time : null,
  };
}

function faultOf(sentence: string, known: Known): Omit<DroppedSentence, "sentence"> | null {
  const named = hideNames(sentence, known.name);
  if (hasAddress(named)) return { reason: "address", written: sentence };
  const { text, periods } = withoutPeriods(named);
  const stranger = periods.find((period) => !known.periods.some((given) => isGiven(period, given)));
  if (stranger !== undefined) {
    return { reason: "no given time", written: named.slice(stranger.from, stranger.to) };
  }
  const found = findNumbers(text);
  if (found.type === "unreadable") return { reason: "unreadable", written: found.text };
  const figures = figuresFor(sentence, known);
  const told = found.numbers.map((written) => resolveNumber(written, figures));
  const pool = [...new Set(told.flat())];
  const invented = found.numbers.find((written, i) =>
    told[i].length === 0 && !isYear(written, text, known) && !isQuoted(written, known) &&
    !resolvePair(written, pool)
  );
  return invented === undefined ? null : { reason: "no figure", written: invented.text };
}

/** A sentence that names members tells no figure of the others. */
function figuresFor(sentence: string, { figures, members }: Known): readonly FigureFact[] {
  const named = new Set(
    [...members].flatMap(([member, form]) => form.test(sentence) ? [member] : []),
  );
  if (named.size === 0) return figures;
  return figures.filter(({ about }) => about === null || named.has(about));
}

/** A year where words say so: "2026 orders" counts orders. */
function isYear(written: WrittenNumber, sentence: string, { periods }: Known): boolean {
  if (written.unit !== null || !/^\d{4}$/.test(written.text)) return false;
  const before = sentence.slice(0, written.from);
  const isNamed =
    /(?<!\p{L})(?:in|since|during|until|through|throughout|year|early|late)\s$/iu.test(before) ||
    /(?<!\p{L})(?:of|for|from|to|than|by|and)\s$/iu.test(before) &&
      /^(?:[,.;:!?)]|\s(?:and|to|was|were|than)(?!\p{L})|$)/iu.test(sentence.slice(written.to));
  return isNamed && periods.some(({ year }) => year === written.value);
}

function isQuoted(written: WrittenNumber, { quoted }: Known): boolean {
  return quoted.some(({ value, step, unit, direction }) =>
    value === written.value && step === written.step && unit === written.unit &&
    direction === written.direction
  );
}

/** Returns an expression for names that stand as a whole; case does not count. */
function wholeName(names: readonly string[], flags: "iu" | "giu"): RegExp {
  const forms = names.map((name) =>
    name.trim().replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(/\s+/g, "\\s+")
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join("|")})(?![\\p{L}\\p{N}])`, flags);
}

/** Stands where a name or a period was; the answer has none of it, as it is for private use. */
const HIDDEN = "\uE000";

function hideNames(sentence: string, name: RegExp | null): string {
  return name === null
    ? sentence
    : sentence.replaceAll(name, (found) => HIDDEN.repeat(found.length));
}

function withoutPeriods(sentence: string) {
  const periods = findPeriods(sentence);
  const text = periods.reduce(
    (rest, { from, to }) => rest.slice(0, from) + HIDDEN.repeat(to - from) + rest.slice(to),
    sentence,
  );
  return { text, periods };
}
