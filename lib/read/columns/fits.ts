/**
 * How many values of a column fit each type, and which reading of signs and orders
 * fits most of them.
 *
 * @module
 */
import type { DateOrder, DecimalSign } from "@/lib/read/options.ts";
import { Form } from "@/lib/read/values/date.ts";
import { Body } from "@/lib/read/values/number.ts";
import { LETTER_PAIRS } from "@/lib/read/values/words.ts";
import type { Evidence } from "./evidence.ts";

/** Bodies that say the decimal sign is a point, and that it is a comma. */
const POINT_BODIES = [
  Body.point,
  Body.groupsCommaPoint,
  Body.groupsSpacePoint,
  Body.groupsApostrophePoint,
  Body.groupsComma,
];
const COMMA_BODIES = [
  Body.comma,
  Body.groupsPointComma,
  Body.groupsSpaceComma,
  Body.groupsApostropheComma,
  Body.groupsPoint,
];
const FRACTIONS = [
  Body.point,
  Body.groupsCommaPoint,
  Body.groupsSpacePoint,
  Body.groupsApostrophePoint,
  Body.comma,
  Body.groupsPointComma,
  Body.groupsSpaceComma,
  Body.groupsApostropheComma,
];
const NEUTRAL_BODIES = [Body.integer, Body.groupsSpace, Body.groupsApostrophe, Body.exponent];

/** Votes for two readings; either may be nil. */
export interface Votes {
  readonly point: number;
  readonly comma: number;
}

/** Whether a body can be read under a decimal sign. */
export function bodyFits(body: number, decimal: DecimalSign): boolean {
  return FITTING[decimal][body] === 1;
}

const FITTING: Readonly<Record<DecimalSign, Uint8Array>> = {
  ".": fittingOf(POINT_BODIES),
  ",": fittingOf(COMMA_BODIES),
};

function fittingOf(bodies: readonly number[]): Uint8Array {
  const fits = new Uint8Array(32);
  const all = [...NEUTRAL_BODIES, Body.eitherPoint, Body.eitherComma, ...bodies];
  for (const body of all) fits[body] = 1;
  return fits;
}

/** What the numbers of a column say about the decimal sign. */
export function decimalVotes({ bodies }: Evidence): Votes {
  return { point: sumOf(bodies, POINT_BODIES), comma: sumOf(bodies, COMMA_BODIES) };
}

/** Numbers that fit under a decimal sign. */
export function numberFits(evidence: Evidence, decimal: DecimalSign): number {
  const { bodies } = evidence;
  const signed = decimal === "." ? POINT_BODIES : COMMA_BODIES;
  const either = bodies[Body.eitherPoint] + bodies[Body.eitherComma];
  const codes = isScientific(evidence) ? bodies[Body.exponentCode] : 0;
  return sumOf(bodies, NEUTRAL_BODIES) + either + sumOf(bodies, signed) + codes;
}

/** Numbers with a fraction under a decimal sign. */
export function fractions({ bodies }: Evidence, decimal: DecimalSign): number {
  const either = decimal === "." ? bodies[Body.eitherPoint] : bodies[Body.eitherComma];
  return sumOf(bodies, FRACTIONS) + either;
}

/** Whether "8E4" is a number here, since other values are measured so too. */
export function isScientific({ bodies }: Evidence): boolean {
  return bodies[Body.exponent] > 0 || sumOf(bodies, FRACTIONS) > 0;
}

/** Values that look like numbers and are codes: leading zeros, too long, "8E467", phones. */
export function numberCodes(evidence: Evidence): number {
  const { bodies } = evidence;
  const exponents = isScientific(evidence) ? 0 : bodies[Body.exponentCode];
  return bodies[Body.zeros] + bodies[Body.long] + bodies[Body.phone] + exponents;
}

/** Dates of three numbers. */
export function triples({ forms }: Evidence): number {
  return forms[Form.triple];
}

/** Dates that exist under an order. */
export function dateFits(evidence: Evidence, order: DateOrder): number {
  return evidence.realDays + evidence[order];
}

/** The pairs that all true and false words share, and how many words there are. */
export function booleanFits({ words }: Evidence): { pairs: number; count: number } {
  let pairs = -1;
  let truths = 0;
  let lies = 0;
  for (const [word, times] of words) {
    if (word.pairs === 0 || (word.empty !== null && word.pairs === 0)) continue;
    pairs &= word.pairs;
    if (word.truth) truths += times;
    else lies += times;
  }
  if (pairs === -1) pairs = 0;
  if (truths === 0 || lies === 0) pairs &= ~LETTER_PAIRS;
  return { pairs, count: pairs === 0 ? 0 : truths + lies };
}

function sumOf(counts: Float64Array, which: readonly number[]): number {
  let sum = 0;
  for (const index of which) sum += counts[index];
  return sum;
}
