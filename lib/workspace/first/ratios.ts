/**
 * Which columns are worth dividing by which: orders by visits, revenue by orders.
 *
 * Nothing is guessed from numbers alone: both columns must be named for what they are, and of
 * two counts no row may have more of the part than of the whole.
 *
 * @module
 */
import { isNumeric } from "@/lib/frame/schema.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { amountRank, namesRatio, onlyWord, stageOf } from "./words.ts";

/** One column's sum over that of another. */
export interface Ratio {
  readonly of: ColumnProfile;
  readonly per: ColumnProfile;
  /** A share of a whole, or an amount for each. */
  readonly type: "share" | "price";
}

/** Finds at most one share and one price, each by what comes of it last. */
export function ratiosOf(
  { profiles, below }: Pick<Findings, "profiles" | "below">,
): readonly Ratio[] {
  if (profiles.some(({ name }) => namesRatio(name))) return [];
  const counts = profiles.filter(isCount)
    .map((profile) => ({ profile, stage: stageOf(profile.name) }))
    .filter(({ stage }) => stage > 0)
    .toSorted((a, b) => b.stage - a.stage);
  const shares = counts.flatMap((part): readonly Ratio[] => {
    const whole = counts.find(({ profile, stage }) =>
      stage < part.stage && isPart(part.profile, profile, below)
    );
    return whole === undefined ? [] : [{ of: part.profile, per: whole.profile, type: "share" }];
  });
  const [last] = counts;
  const [amount] = profiles.flatMap(amountsOf).toSorted((a, b) => a.rank - b.rank);
  const prices: readonly Ratio[] = amount === undefined || last === undefined
    ? []
    : [{ of: amount.profile, per: last.profile, type: "price" }];
  return [...shares.slice(0, 1), ...prices];
}

/** A name for it such as "orders_per_visit". */
export function ratioName({ of, per }: Ratio): string {
  const counted = onlyWord(per.name) ?? per.name;
  return `${onlyWord(of.name)}_per_${counted.replace(/s$/, "")}`;
}

function isPart(part: ColumnProfile, whole: ColumnProfile, below: Findings["below"]): boolean {
  return Object.hasOwn(below, part.name) && below[part.name].includes(whole.name);
}

function isCount({ type, least, unit }: ColumnProfile): boolean {
  return type === "integer" && unit === null && least !== null && least >= 0;
}

function amountsOf(profile: ColumnProfile) {
  const { name, type, unit, least } = profile;
  if (!isNumeric(type) || unit === "%" || least === null || least < 0) return [];
  const rank = amountRank(name, { isWhole: type === "integer" && unit === null });
  return rank === null ? [] : [{ profile, rank }];
}
