/**
 * The least and the greatest value of each column of a file, as far as they are known.
 *
 * @module
 */
import type { ColumnRange } from "./contract.ts";
import type { Findings } from "./findings.ts";

/** Returns the ranges by column: of days and times over all rows, of numbers over the sample. */
export function rangesOf(
  { facts, profiles }: Pick<Findings, "facts" | "profiles">,
): Readonly<Record<string, ColumnRange>> {
  const entries = profiles.flatMap((profile): readonly (readonly [string, ColumnRange])[] => {
    const { name, least, greatest, present, missing } = profile;
    const days = Object.hasOwn(facts.dates, name) ? facts.dates[name] : null;
    if (days !== null) {
      return [[name, { least: days[0], greatest: days[1], ofFirst: null }]];
    }
    if (least === null || greatest === null) return [];
    const rows = present + missing;
    const ofFirst = rows < facts.rows - facts.rejected_rows ? rows : null;
    return [[name, { least, greatest, ofFirst }]];
  });
  return Object.fromEntries(entries);
}
