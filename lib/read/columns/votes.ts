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
  /** Columns of which some numbers, and fewer than half, have marks for notes. */
  readonly marked: number;
}

/** Adds up what unmistakable columns say, for those that could be read in two ways. */
export function votesOf(evidences: readonly Evidence[], delimiter: string | null): FileVotes {
  let point = 0;
  let comma = 0;
  let dayFirst = 0;
  let monthFirst = 0;
  let marked = 0;
  for (const evidence of evidences) {
    const numbers = evidence.bodies.reduce((sum, count) => sum + count, 0);
    if (evidence.marks > 0 && evidence.marks * 2 < numbers) marked++;
    const votes = decimalVotes(evidence);
    if (votes.point > votes.comma) point++;
    if (votes.comma > votes.point) comma++;
    if (evidence.dmyOnly > evidence.mdyOnly) dayFirst++;
    if (evidence.mdyOnly > evidence.dmyOnly) monthFirst++;
  }
  return { delimiter, point, comma, dayFirst, monthFirst, marked };
}
