/**
 * Names of relations that stand beside a cell's own.
 *
 * @module
 */

/** Returns the name of a relation beside another, both quoted and with their schema. */
export function beside(relation: string, word: "rows" | "levels" | "partials"): string {
  return relation.replace(/"$/, `_${word}"`);
}
