/**
 * Addresses of rows that were read, by their place in their table: from the nearest one before a
 * page its rows are counted off, not from the first row of all. Results never change, so a place
 * holds for as long as its relation does.
 *
 * @module
 */

/** A row by its place, and where it lies. */
export interface Place {
  readonly offset: number;
  /** As the text of `tid`. */
  readonly address: string;
}

/** Places in tables. */
export interface Places {
  /** Returns the last known place that is not behind an offset. */
  before(relation: string, offset: number): Place;
  keep(relation: string, place: Place): void;
}

const FIRST: Place = { offset: 0, address: "(0,0)" };

/** Places of one table that are kept, and tables. */
const KEPT_PLACES = 500;
const KEPT_TABLES = 200;

/** Makes an empty store of places; the tables that were asked for longest ago go first. */
export function createPlaces(): Places {
  const tables = new Map<string, Map<number, string>>();

  return {
    before(relation, offset) {
      let nearest = FIRST;
      for (const [other, address] of tables.get(relation) ?? []) {
        if (other <= offset && other >= nearest.offset) nearest = { offset: other, address };
      }
      return nearest;
    },

    keep(relation, { offset, address }) {
      const known = tables.get(relation) ?? new Map<number, string>();
      tables.delete(relation);
      tables.set(relation, known);
      known.set(offset, address);
      forgetFirst(known, KEPT_PLACES);
      forgetFirst(tables, KEPT_TABLES);
    },
  };
}

/** A map gives its entries in the order in which they came. */
function forgetFirst<Key>(map: Map<Key, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
