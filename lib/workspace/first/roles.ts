/**
 * What each column of a file is for: the time, what is measured, what figures are split by.
 *
 * @module
 */
import { isNumeric } from "@/lib/frame/schema.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { type Ratio, ratiosOf } from "./ratios.ts";
import {
  apartOf,
  areCurrencies,
  measureRank,
  namesAverages,
  namesDimension,
  namesIds,
  namesMeasure,
  timeScore,
} from "./words.ts";

const MOST_MEASURES = 3;
const MOST_DIMENSIONS = 3;
/** A column of more different values splits figures too far. */
const MOST_VALUES = 50;
/** A page shows so many values of a dimension at ease. */
const EASY_VALUES = 12;
const MOST_COMBINATIONS = 500;
const LONG_TEXT = 40;
/** In a column that tells rows apart a few may come twice by mistake. */
const KEY_SHARE = 0.95;
/** Other columns have a value in at least this share of the rows. */
const PRESENT_SHARE = 0.5;

/** A column that is measured. */
export interface MeasuredColumn {
  readonly profile: ColumnProfile;
  readonly total: "sum" | "avg";
}

/** The columns that the notebook is made of. */
export interface Roles {
  readonly time: ColumnProfile | null;
  /** The one that matters most first. */
  readonly measures: readonly MeasuredColumn[];
  readonly dimensions: readonly ColumnProfile[];
  /**
   * Say of each row what its value measures or which currency it is in, so that values of
   * different ones must not be added up; they are the first dimensions.
   */
  readonly apart: readonly ColumnProfile[];
  /** Different in every row, or in nearly every one. */
  readonly key: ColumnProfile | null;
  /** Identifies something that comes again, such as a customer. */
  readonly counted: ColumnProfile | null;
  /** Worth telling beside the measures. */
  readonly ratios: readonly Ratio[];
  /** Numbers that only tell things apart, and so are not measured. */
  readonly leftOut: readonly string[];
}

/** Tells the roles from types, names and values. */
export function rolesOf({ profiles: all, facts, below }: Findings): Roles {
  // YAML has no such key, and nobody means it.
  const profiles = all.filter(({ name }) => name !== "__proto__");
  const time = timeOf(profiles, facts.dates);
  const numbers = profiles.filter(({ type, present }) => isNumeric(type) && present > 0);
  const ids = numbers.filter(isId);
  const measures = measuresOf(numbers.filter((profile) => !ids.includes(profile)));
  const dimensions = dimensionsOf(profiles);
  const apart = measures.length > 0 ? dimensions.filter(isApart) : [];
  return {
    time,
    measures,
    dimensions,
    apart,
    // What must not be added up can't be divided either.
    ratios: apart.length > 0 ? [] : ratiosOf({ profiles, below }),
    key: profiles.find((profile) => namesIds(profile.name) && isKey(profile)) ?? null,
    counted: profiles.find((profile) => isCounted(profile)) ?? null,
    leftOut: ids.map(({ name }) => name),
  };
}

function timeOf(
  profiles: readonly ColumnProfile[],
  dates: Findings["facts"]["dates"],
): ColumnProfile | null {
  const scored = profiles
    .filter(({ name, type, present, missing }) =>
      (type === "date" || type === "timestamp") && (dates[name] ?? null) !== null &&
      present >= PRESENT_SHARE * (present + missing)
    )
    .map((profile) => {
      const { name, present, missing, distinct } = profile;
      const spread = distinct === 1 ? -1 : 0;
      return { profile, score: timeScore(name) + spread - missing / (present + missing) };
    });
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.find(({ score }) => score === best)?.profile ?? null;
}

function isId(profile: ColumnProfile): boolean {
  const { name, type, least, greatest, present } = profile;
  if (namesIds(name)) return true;
  // Consecutive numbers that never repeat are row numbers, unless their name says what they measure.
  return type === "integer" && !namesMeasure(name) && profile.differentShare === 1 &&
    present >= 10 &&
    (greatest ?? 0) - (least ?? 0) === present - 1;
}

function isKey({ differentShare, missing, present }: ColumnProfile): boolean {
  return differentShare >= KEY_SHARE && missing === 0 && present > 1;
}

function isCounted(profile: ColumnProfile): boolean {
  const { name, type, distinct, differentShare } = profile;
  return (type === "text" || type === "integer") && namesIds(name) && differentShare > 0 &&
    differentShare < KEY_SHARE && (distinct === null || distinct > EASY_VALUES);
}

function measuresOf(numbers: readonly ColumnProfile[]): readonly MeasuredColumn[] {
  return numbers
    .map((profile): MeasuredColumn => ({
      profile,
      total: isAveraged(profile) ? "avg" : "sum",
    }))
    .toSorted((a, b) =>
      Number(a.total === "avg") - Number(b.total === "avg") ||
      Number(isConstant(a.profile)) - Number(isConstant(b.profile)) ||
      measureRank(a.profile.name) - measureRank(b.profile.name)
    )
    .slice(0, MOST_MEASURES);
}

function isConstant({ distinct }: ColumnProfile): boolean {
  return distinct === 1;
}

function isAveraged({ name, unit, type, least, greatest }: ColumnProfile): boolean {
  if (unit === "%" || namesAverages(name)) return true;
  // Fractions between nothing and all are shares.
  return type !== "integer" && least !== null && greatest !== null && least >= 0 && greatest <= 1;
}

function dimensionsOf(profiles: readonly ColumnProfile[]): readonly ColumnProfile[] {
  const rank = (profile: ColumnProfile) =>
    (isApart(profile) ? 0 : 4) + (namesDimension(profile.name) ? 0 : 2) +
    ((profile.distinct ?? Infinity) > EASY_VALUES ? 1 : 0);
  const chosen: ColumnProfile[] = [];
  let combinations = 1;
  for (const profile of profiles.filter(splits).toSorted((a, b) => rank(a) - rank(b))) {
    const values = profile.distinct ?? Infinity;
    if (chosen.length === MOST_DIMENSIONS || combinations * values > MOST_COMBINATIONS) continue;
    combinations *= values;
    chosen.push(profile);
  }
  return chosen;
}

/** By its name, or because all that is in it are currencies. */
function isApart({ name, type, top }: ColumnProfile): boolean {
  return type === "text" &&
    (apartOf(name) !== null || areCurrencies(top.map(({ text }) => text)));
}

/** Whether figures may be split by a column's values. */
function splits(profile: ColumnProfile): boolean {
  const { type, distinct, present, missing, meanLength } = profile;
  if (distinct === null || distinct < 2 || distinct > MOST_VALUES) return false;
  if (present < PRESENT_SHARE * (present + missing) || distinct * 2 > present) return false;
  if (type === "boolean") return true;
  return type === "text" && (meanLength ?? 0) <= LONG_TEXT;
}
