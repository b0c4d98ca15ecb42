/**
 * Rows of a table by where they lie: six bytes each, as `tidsend` writes them.
 *
 * @module
 */
import { rowAt, type SortedRows } from "./sort_rows.ts";

/** Addresses of rows, in their order. */
export interface RowOrder {
  readonly total: number;
  /** The addresses from an offset on, as the text of `tid`; fewer at the end. */
  addresses(offset: number, limit: number): readonly string[];
}

/** Which rows match conditions, a bit each, by the numbers of the rows: one scan for any order. */
export interface Matching {
  readonly total: number;
  readonly bits: Uint8Array;
}

/** In which order rows come, and which; all as they lie without either. */
export interface RowsChosen {
  readonly sorted?: SortedRows | null;
  readonly matching?: Matching | null;
}

/** What an address takes. */
export const ADDRESS_BYTES = 6;

/**
 * Returns an order of rows by the addresses of all of them.
 *
 * Cost of a page: O(rows of the page), O(rows of the table) where not all match.
 */
export function rowOrder(
  bytes: Uint8Array,
  { sorted = null, matching = null }: RowsChosen = {},
): RowOrder {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const total = matching?.total ?? bytes.byteLength / ADDRESS_BYTES;
  const rowOf = (place: number) => sorted === null ? place : rowAt(sorted, place);
  const addressOf = (row: number) => {
    const at = row * ADDRESS_BYTES;
    return `(${view.getUint32(at)},${view.getUint16(at + 4)})`;
  };
  return {
    total,
    addresses(offset, limit) {
      const count = Math.max(0, Math.min(total, offset + limit) - offset);
      if (matching === null) {
        return Array.from({ length: count }, (_, index) => addressOf(rowOf(offset + index)));
      }
      const found: string[] = [];
      let before = offset;
      for (let place = 0; found.length < count; place++) {
        const row = rowOf(place);
        if (isMatch(matching, row) && before-- <= 0) found.push(addressOf(row));
      }
      return found;
    },
  };
}

/** Finds the rows whose addresses are `found` among all; both are in the order of the table. */
export function matchingOf(all: Uint8Array, found: Uint8Array): Matching {
  const rows = all.length / ADDRESS_BYTES;
  const [lies, wanted] = [all, found].map((bytes) =>
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  );
  const bits = new Uint8Array(Math.ceil(rows / 8));
  let total = 0;
  for (let row = 0; row < rows && total < found.length / ADDRESS_BYTES; row++) {
    const [place, at] = [row * ADDRESS_BYTES, total * ADDRESS_BYTES];
    if (lies.getUint32(place) !== wanted.getUint32(at)) continue;
    if (lies.getUint16(place + 4) !== wanted.getUint16(at + 4)) continue;
    bits[row >> 3] |= 1 << (row & 7);
    total++;
  }
  return { total, bits };
}

function isMatch({ bits }: Matching, row: number): boolean {
  return (bits[row >> 3] >> (row & 7) & 1) === 1;
}
