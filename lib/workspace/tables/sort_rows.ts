/**
 * Brings rows in the order of their keys: a radix sort from the last two bytes to the first ones,
 * which keeps rows with the same key in the order they come in. Rows without a value are last.
 *
 * A key is in the passes up to its own length alone: rows lie by the length of their keys, so that
 * those which a pass takes in for the first time stand before those of the passes before it.
 *
 * Cost: O(bytes of all keys), 0.1 to 0.2 s for a million numbers, in turns of some milliseconds.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import type { Keys } from "./key_bytes.ts";

/** Set on a row whose key is another than that of the row before it. */
const NEW_KEY = 0x80000000;

/** Leaves the number of a row. */
const ROW = 0x7fffffff;

/** So many rows are gone through at a time, then others have their turn. */
const ROWS_A_TURN = 1 << 17;

const DIGITS = 1 << 16;

/** Rows in an order. */
export interface SortedRows {
  /** Numbers of rows; the highest bit tells where another key begins. */
  readonly rows: Uint32Array;
  /** How many of them have a value; the others come after them. */
  readonly known: number;
}

/** Returns the row at a place. */
export function rowAt({ rows }: SortedRows, place: number): number {
  return rows[place] & ROW;
}

/** Sorts rows by their keys; `own` is the order in which they come, that of their numbers without it. */
export async function sortRows(keys: Keys, own: SortedRows | null): Promise<SortedRows> {
  const sorted = knownFirst(keys, own);
  const rows = sorted.rows.subarray(0, sorted.known);
  if (!await isSorted(keys, rows)) {
    const scratch = { rows: new Uint32Array(rows.length), digits: new Uint16Array(rows.length) };
    const begins = layByLength(keys, rows, scratch.rows);
    for (let depth = begins.length - 1; depth >= 0; depth--) {
      await sortBy(keys, { rows: rows.subarray(begins[depth]), depth, scratch });
    }
  }
  await markNew(keys, rows);
  return sorted;
}

/** Turns an order round, but for rows with the same key and those without a value. */
export function turned({ rows, known }: SortedRows): SortedRows {
  const turnedRows = new Uint32Array(rows);
  let place = 0;
  for (let end = known, at = known - 1; at >= 0; at--) {
    if ((rows[at] & NEW_KEY) === 0) continue;
    for (let next = at; next < end; next++) turnedRows[place++] = rows[next];
    end = at;
  }
  return { rows: turnedRows, known };
}

/** Lays rows as they come, those without a value last. */
function knownFirst({ length, nulls }: Keys, own: SortedRows | null): SortedRows {
  const rows = new Uint32Array(length);
  const known = nulls.reduce((rest, isNull) => rest - isNull, length);
  let next = 0;
  let nextNull = known;
  for (let place = 0; place < length; place++) {
    const row = own === null ? place : rowAt(own, place);
    rows[nulls[row] === 1 ? nextNull++ : next++] = row;
  }
  return { rows, known };
}

/** Whether rows come in the order of their keys already, as they often do by a number or a time. */
async function isSorted(keys: Keys, rows: Uint32Array): Promise<boolean> {
  let sorted = true;
  await inTurns(rows.length, (place) => {
    if (sorted && place > 0) sorted = compareKeys(keys, rows[place - 1], rows[place]) <= 0;
  });
  return sorted;
}

/** Lays rows by how many passes their keys take part in; returns where the rows of each begin. */
function layByLength({ starts }: Keys, rows: Uint32Array, scratch: Uint32Array): readonly number[] {
  const lastPass = (row: number) => Math.max(0, (starts[row + 1] - starts[row] - 1) >> 1);
  const counts: number[] = [];
  for (const row of rows) {
    const pass = lastPass(row);
    while (counts.length <= pass) counts.push(0);
    counts[pass]++;
  }
  let sum = 0;
  const begins = counts.map((count) => (sum += count) - count);
  const next = [...begins];
  for (const row of rows) scratch[next[lastPass(row)]++] = row;
  rows.set(scratch);
  return begins;
}

/** Sorts rows by two bytes of their keys. */
async function sortBy(
  { bytes, starts }: Keys,
  { rows, depth, scratch }: {
    readonly rows: Uint32Array;
    readonly depth: number;
    readonly scratch: { readonly rows: Uint32Array; readonly digits: Uint16Array };
  },
): Promise<void> {
  const { digits } = scratch;
  const counts = new Uint32Array(DIGITS);
  await inTurns(rows.length, (place) => {
    const row = rows[place];
    const at = starts[row] + 2 * depth;
    const rest = starts[row + 1] - at;
    const digit = rest <= 0 ? 0 : (bytes[at] << 8) | (rest === 1 ? 0 : bytes[at + 1]);
    digits[place] = digit;
    counts[digit]++;
  });
  if (rows.length === 0 || counts[digits[0]] === rows.length) return;
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit];
    counts[digit] = sum;
    sum += count;
  }
  await inTurns(rows.length, (place) => {
    scratch.rows[counts[digits[place]]++] = rows[place];
  });
  rows.set(scratch.rows.subarray(0, rows.length));
}

/** Marks the rows whose key is another than that of the row before. */
async function markNew(keys: Keys, rows: Uint32Array): Promise<void> {
  await inTurns(rows.length, (place) => {
    const isNew = place === 0 || compareKeys(keys, rows[place - 1] & ROW, rows[place]) !== 0;
    if (isNew) rows[place] |= NEW_KEY;
  });
}

/** Below zero where the key of one row is before that of another, zero where they are alike. */
function compareKeys({ bytes, starts }: Keys, row: number, other: number): number {
  const at = starts[row];
  const otherAt = starts[other];
  const length = starts[row + 1] - at;
  const otherLength = starts[other + 1] - otherAt;
  const common = Math.min(length, otherLength);
  for (let index = 0; index < common; index++) {
    const difference = bytes[at + index] - bytes[otherAt + index];
    if (difference !== 0) return difference;
  }
  return length - otherLength;
}

async function inTurns(count: number, take: (place: number) => void): Promise<void> {
  for (let start = 0; start < count; start += ROWS_A_TURN) {
    if (start > 0) await setImmediate();
    const end = Math.min(count, start + ROWS_A_TURN);
    for (let place = start; place < end; place++) take(place);
  }
}
