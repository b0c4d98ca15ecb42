/**
 * Judges each value by what the season, the level and the noise of a series let expect.
 *
 * Score = 100 × s / (s + 3), where s is how far the value is from what was expected, in deviations: 3
 * score 50. The deviation is that of earlier errors, 1.1 times as it is itself only known so well. Other
 * oddities (absent, stuck, a new level, a drift, a wider scatter, a season turned round) are told in
 * the same measure: 3 is about as rare, in series without oddities, as a value 3 deviations away.
 *
 * Source: past.ts, review.ts, rules.ts; docs/decisions/0022-how-detection-judges.md. Cost: past.ts.
 *
 * @module
 */
import type { Detection, SeasonalParameters } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, codeOfOddity, type Oddity } from "@/lib/stats/detect/oddity.ts";
import { scoreOfZ } from "@/lib/stats/detect/score.ts";
import { type Signs, signsByBoth, signsByPast } from "./signs.ts";

/** Values about twice what was expected may have been loaded twice. */
const TWICE = { least: 1.7, most: 2.4 } as const;

/** A sign that names what is odd, also where another is stronger: so strong, or nearly the strongest. */
const PLAIN = 2.7;
const NEARLY = 0.999;

/** Scores every value of a series, oldest first, where NaN is a gap. */
export function detectSeasonal(values: Float64Array, parameters: SeasonalParameters): Detection {
  const signs = parameters.sides === "both"
    ? signsByBoth(values, parameters)
    : signsByPast(values, parameters);
  return tell(values, signs, parameters);
}

function tell(values: Float64Array, signs: Signs, parameters: SeasonalParameters): Detection {
  const muted = new Set(parameters.muted);
  const { length } = values;
  const found = {
    expected: signs.expected,
    lower: signs.lower,
    upper: signs.upper,
    score: new Float64Array(length).fill(NaN),
    flagged: new Uint8Array(length),
    kind: new Uint8Array(length),
    judged: new Uint8Array(length),
  };
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(signs.expected[i])) continue;
    const { strength, oddity } = strongest(values, signs, i);
    const isFlagged = strength > parameters.threshold && !muted.has(i);
    found.score[i] = scoreOfZ(strength);
    found.flagged[i] = Number(isFlagged);
    found.kind[i] = codeOfOddity(strength > parameters.threshold ? oddity : "none");
    found.judged[i] = codeOfJudgement(muted.has(i) ? "muted" : parameters.sides);
  }
  return found;
}

/** The strength of the strongest sign that a value has, and what it is a sign of. */
function strongest(
  values: Float64Array,
  signs: Signs,
  i: number,
): { readonly strength: number; readonly oddity: Oddity } {
  const all: readonly (readonly [number, Oddity])[] = [
    [signs.absent[i], "absent"],
    [signs.outside[i], values[i] === 0 ? "zero" : "drop"],
    [signs.stuck[i], "stuck"],
    [levelOf(signs, i), nameOfLevel(signs, i)],
    [signs.scatter[i], "variance"],
    [signs.drift[i], "drift"],
    // One day that is far off looks like a season turned round, too.
    [signs.shape[i] > Math.abs(signs.point[i]) ? signs.shape[i] : 0, "pattern"],
    [Math.abs(signs.point[i]), nameOfPoint(values, signs, i)],
  ];
  const strength = all.reduce((most, [sign]) => sign > most ? sign : most, 0);
  // A value that is far off says less than what it is a part of.
  const told = all.find(([sign]) => sign > Math.min(PLAIN, NEARLY * strength)) ??
    all[all.length - 1];
  return { strength, oddity: told[1] };
}

/** Each value of a level for a while is as odd as the level, if not odder. */
function levelOf({ level, passing, point }: Signs, i: number): number {
  const strength = Math.abs(level[i]);
  return passing[i] === 1 ? Math.max(strength, Math.abs(point[i]) || 0) * (1 + 1e-9) : strength;
}

function nameOfLevel({ level, passing }: Signs, i: number): Oddity {
  if (passing[i] === 1) return level[i] > 0 ? "level_up_for_a_while" : "level_down_for_a_while";
  return level[i] > 0 ? "level_up" : "level_down";
}

function nameOfPoint(values: Float64Array, signs: Signs, i: number): Oddity {
  const share = values[i] / signs.expected[i];
  if (signs.point[i] > 0) return share > TWICE.least && share < TWICE.most ? "double" : "spike";
  if (values[i] === 0) return "zero";
  return i === values.length - 1 && share > 0 ? "partial" : "drop";
}
