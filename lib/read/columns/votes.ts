/**
 * What the unmistakable columns of a file say, for those that could be read in two ways.
 *
 * @module
 */
import type { Evidence } from "./evidence.ts";
import { decimalVotes } from "./fits.ts";

/** What the columns of a file say together. */
export interface FileVotes {
  readonly delimiter: string | null;
  readonly point: number;
  readonly comma: number;
  readonly dayFirst: number;
  readonly monthFirst: number;
}

/** Adds up what unmistakable columns say, for those that could be read in two ways. */
export function votesOf(evidences: readonly Evidence[], delimiter: string | null): FileVotes {
  let point = 0;
  let comma = 0;
  let dayFirst = 0;
  let monthFirst = 0;
  for (const evidence of evidences) {
    const votes = decimalVotes(evidence);
    if (votes.point > votes.comma) point++;
    if (votes.comma > votes.point) comma++;
    if (evidence.dmyOnly > evidence.mdyOnly) dayFirst++;
    if (evidence.mdyOnly > evidence.dmyOnly) monthFirst++;
  }
  return { delimiter, point, comma, dayFirst, monthFirst };
}
