/**
 * What a check tells of its rules.
 *
 * @module
 */

/** A rule, and how it went. */
export interface RuleFacts {
  /** Where it stands in the body: `not_null.0`. */
  readonly key: string;
  /** Its name among the figures: `not_null.date`. */
  readonly path: string;
  /** In words: `"date" must have a value`. */
  readonly demand: string;
  readonly passed: boolean;
  /** Rows that fail it; 0 where it looks at no single rows. */
  readonly failing: number;
  /** What was found where it looks at the input as a whole; else `null`. */
  readonly actual: string | null;
}

/** All rules of a check, and how many rows they looked at. */
export interface CheckFacts {
  readonly rows: number;
  readonly rules: readonly RuleFacts[];
}

/** Returns the rules that did not pass. */
export function failedRules({ rules }: CheckFacts): readonly RuleFacts[] {
  return rules.filter(({ passed }) => !passed);
}
