/**
 * Decides the decimal sign, the unit and the type of a column's numbers.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ColumnOptions, DecimalSign } from "@/lib/read/options.ts";
import { plural } from "@/lib/read/plural.ts";
import { Body } from "@/lib/read/values/number.ts";
import type { Evidence } from "./evidence.ts";
import { decimalVotes, fractions, isScientific, numberFits } from "./fits.ts";
import type { FileVotes } from "./votes.ts";

/** At most this share of the numbers may have another unit. */
const OTHER_UNITS_SHARE = 0.05;

/** How the numbers of a column are read. */
export interface NumberReading {
  readonly type: "integer" | "decimal" | "float";
  readonly decimal: DecimalSign;
  readonly unit: string | null;
  /** Whether the numbers are written as percents, so that their values are ratios. */
  readonly percent: boolean;
  /** Numbers that can be read so. */
  readonly fits: number;
  /** Whether the numbers are rather codes, or amounts that must not be added up. */
  readonly codes: boolean;
  /** Whether signs or units say that these are amounts, not identifiers. */
  readonly dressed: boolean;
  decisions(column: string): readonly Decision[];
}

/** Decides how the numbers are read, whether or not the column turns out to be of numbers. */
export function decideNumber(
  evidence: Evidence,
  own: ColumnOptions,
  votes: FileVotes,
): NumberReading {
  const sign = decideSign(evidence, own, votes);
  const units = decideUnit(evidence, own);
  const bodies = evidence.bodies;
  const fraction = fractions(evidence, sign.decimal) > 0;
  const numbers = numberFits(evidence, sign.decimal);
  // "12B" and "7K" without currency or fraction are rooms and grades sooner than amounts.
  const magnitudes = evidence.powers.size === 1 && evidence.units.size === 0 && !fraction;
  const dressed = evidence.units.size > 0 || evidence.powers.size > 0 || bodies[Body.groupsComma] +
          bodies[Body.groupsPoint] + bodies[Body.groupsSpace] + bodies[Body.groupsApostrophe] +
          bodies[Body.eitherComma] + bodies[Body.eitherPoint] > 0;
  const percent = units.unit === "%" && (evidence.units.get("%") ?? 0) > 0;
  return {
    percent,
    type: isScientific(evidence) && bodies[Body.exponent] + bodies[Body.exponentCode] > 0
      ? "float"
      : fraction || percent || evidence.wide > 0
      ? "decimal"
      : "integer",
    decimal: sign.decimal,
    unit: units.unit,
    fits: Math.max(0, numbers - units.other),
    // Stars behind most numbers are a rating; behind a few they refer to notes.
    codes: magnitudes || units.other > OTHER_UNITS_SHARE * numbers ||
      (evidence.marks * 2 > numbers && votes.marked === 0),
    dressed,
    decisions: (column) => [
      ...(sign.told === null ? [] : [{ ...sign.told, column }]),
      ...(units.told === null ? [] : [{ ...units.told, column }]),
      ...(evidence.marks === 0 ? [] : [{
        what: "marks",
        column,
        chosen: "left out",
        evidence: `${plural(evidence.marks, "number")} followed by a sign for a note or flag`,
        doubtful: true,
        alternatives: [],
      }]),
    ],
  };
}

function decideSign(evidence: Evidence, own: ColumnOptions, votes: FileVotes) {
  const { point, comma } = decimalVotes(evidence);
  const eitherPoint = evidence.bodies[Body.eitherPoint];
  const eitherComma = evidence.bodies[Body.eitherComma];
  const told = (decimal: DecimalSign, why: string, doubtful: boolean) => ({
    decimal,
    told: {
      what: "decimal sign",
      column: null,
      chosen: decimal,
      evidence: `${why}; ${point} values speak for a point, ${comma} for a comma, ` +
        `${eitherPoint + eitherComma} could be either`,
      doubtful,
      alternatives: doubtful ? [decimal === "." ? "," : "."] : [],
    },
  });
  if (own.decimal !== undefined) return told(own.decimal, "the option", false);
  if (point + comma > 0) {
    const decimal = point >= comma ? "." : ",";
    if (comma === 0 && eitherComma === 0) return { decimal: "." as const, told: null };
    return told(decimal, "values of this column", Math.min(point, comma) > 0);
  }
  if (eitherPoint + eitherComma === 0) return { decimal: "." as const, told: null };
  const commaFile = votes.comma > votes.point || (votes.point === 0 && votes.delimiter === ";");
  if (votes.comma + votes.point > 0) {
    return told(commaFile ? "," : ".", "other columns of the file", true);
  }
  if (commaFile) return told(",", "the delimiter ;", true);
  // Beside plain whole numbers of four digits a comma can't be a thousands sign.
  if (
    eitherComma > 0 && eitherPoint === 0 && evidence.ungrouped > 0 && votes.delimiter !== ","
  ) {
    return told(",", `${evidence.ungrouped} whole numbers without a thousands sign`, true);
  }
  return told(".", "the usual reading", true);
}

function decideUnit({ bodies, units }: Evidence, own: ColumnOptions) {
  let numbers = 0;
  for (const count of bodies) numbers += count;
  const sorted = [...units].sort((a, b) => b[1] - a[1]);
  if (own.unit !== undefined) return { unit: own.unit, other: 0, told: null };
  if (sorted.length === 0) return { unit: null, other: 0, told: null };
  const [unit, times] = sorted[0];
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  const bare = numbers - all;
  // Beside bare numbers a few percents are strangers; a currency is often written once.
  const stranger = unit === "%" && times * 2 < numbers;
  const other = stranger ? all : all - times;
  const told: Decision = {
    what: "unit",
    column: null,
    chosen: stranger ? "none" : unit,
    evidence: sorted.map(([name, count]) => `${count} values in ${name}`).join(", ") +
      (bare > 0 ? `, ${bare} bare` : ""),
    doubtful: other > 0 || (unit === "%" && bare > 0),
    alternatives: sorted.slice(1).map(([name]) => name),
  };
  return { unit: stranger ? null : unit, other, told };
}
