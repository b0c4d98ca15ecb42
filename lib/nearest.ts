/**
 * Finds the known name that a mistyped one was probably meant to be.
 *
 * @module
 */

/** Longer names are compared by their beginning alone, so that the cost stays small. */
const MAX_LENGTH = 64;

/**
 * Returns the known name nearest to `name` by edits (a swap of neighbours is one),
 * or `null` when none is near: at most a third of its letters may differ.
 */
export function nearestName(name: string, known: Iterable<string>): string | null {
  const wanted = name.slice(0, MAX_LENGTH).toLowerCase();
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const text = candidate.slice(0, MAX_LENGTH).toLowerCase();
    if (Math.abs(text.length - wanted.length) >= least) continue;
    const edits = countEdits(wanted, text);
    if (edits < least) {
      least = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Returns `Did you mean "revenue"?` for an error's remedy, or `null` when no known name is near. */
export function suggestName(name: string, known: Iterable<string>): string | null {
  const nearest = nearestName(name, known);
  return nearest === null ? null : `Did you mean "${nearest}"?`;
}

/** The optimal string alignment distance. */
function countEdits(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] &&
        left[i - 2] === right[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[right.length];
}
