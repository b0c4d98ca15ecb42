/**
 * Tells cells apart that would be told alike: two forecasts of one measure, of different horizons or by different
 * models.
 *
 * @module
 */

/** A thing that cells may differ in, and the words that tell it; `null` where a cell has none of it. */
export interface Difference<Cell> {
  readonly value: (cell: Cell) => number | string | null;
  readonly words: (cell: Cell) => string;
}

/**
 * Returns words for each cell whose likeness another shares, by the first difference in which all that are alike
 * differ, else by its name; nothing for the others.
 */
export function wordsApart<Cell extends { readonly cell: string }>(
  cells: readonly Cell[],
  likeness: (cell: Cell) => string,
  differences: readonly Difference<Cell>[] = [],
): ReadonlyMap<string, string> {
  const groups = Map.groupBy(cells, likeness);
  return new Map(
    [...groups.values()].filter(({ length }) => length > 1).flatMap((alike) => {
      const found = differences.find(({ value }) => {
        const values = new Set(alike.map(value));
        return values.size === alike.length && !values.has(null);
      });
      return alike.map((one) => [one.cell, found?.words(one) ?? one.cell] as const);
    }),
  );
}
