import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  type Cursor,
  type GridMove,
  holds,
  isWide,
  moveFor,
  rangeOf,
  START,
} from "@/islands/table/cursor.ts";

const SIZE = { rows: 3, columns: 4 };
const MIDDLE: Cursor = { focus: { row: 1, column: 1 }, anchor: { row: 1, column: 1 } };

function press(key: string, cursor: Cursor, more: { shift?: boolean; ctrl?: boolean } = {}) {
  const { shift = false, ctrl = false } = more;
  const pressed = { key, shiftKey: shift, ctrlKey: ctrl, metaKey: false, altKey: false };
  return moveFor(pressed, cursor, SIZE);
}

function to(row: number, column: number, anchor = { row, column }): GridMove {
  return { type: "to", cursor: { focus: { row, column }, anchor } };
}

Deno.test("moveFor() moves by cells, to the ends of a row, and into the head", () => {
  assertEquals(press("ArrowDown", MIDDLE), to(2, 1));
  assertEquals(press("ArrowUp", START), to(-1, 0));
  assertEquals(
    press("ArrowUp", { focus: { row: -1, column: 0 }, anchor: START.anchor }),
    to(-1, 0),
  );
  assertEquals(press("ArrowRight", { ...MIDDLE, focus: { row: 0, column: 3 } }), to(0, 3));
  assertEquals(press("Home", MIDDLE), to(1, 0));
  assertEquals(press("End", MIDDLE), to(1, 3));
});

Deno.test("moveFor() turns pages, and leaves other keys to others", () => {
  assertEquals(press("PageDown", MIDDLE), { type: "page", to: "next" });
  assertEquals(press("PageUp", MIDDLE), { type: "page", to: "previous" });
  assertEquals(press("Home", MIDDLE, { ctrl: true }), { type: "page", to: "first" });
  assertEquals(press("End", MIDDLE, { ctrl: true }), { type: "page", to: "last" });
  assertEquals(press("a", MIDDLE, { ctrl: true }), { type: "select_all" });
  assertEquals([press("a", MIDDLE), press("Tab", MIDDLE), press("Enter", MIDDLE)], [
    null,
    null,
    null,
  ]);
});

Deno.test("moveFor() extends a selection with Shift, but not into the head", () => {
  assertEquals(press("ArrowRight", MIDDLE, { shift: true }), to(1, 2, { row: 1, column: 1 }));
  assertEquals(press("ArrowUp", START, { shift: true }), to(-1, 0));
});

Deno.test("moveFor() selects a row with Shift and the space bar, a column with Control", () => {
  assertEquals(press(" ", MIDDLE, { shift: true }), to(1, 3, { row: 1, column: 0 }));
  assertEquals(press(" ", MIDDLE, { ctrl: true }), to(2, 1, { row: 0, column: 1 }));
  assertEquals([press(" ", MIDDLE), press(" ", MIDDLE, { shift: true, ctrl: true })], [null, null]);
  const head = { focus: { row: -1, column: 0 }, anchor: { row: -1, column: 0 } };
  assertEquals(press(" ", head, { shift: true }), null);
});

Deno.test("rangeOf() goes from the upper left to the lower right", () => {
  const cursor = { focus: { row: 0, column: 3 }, anchor: { row: 2, column: 1 } };
  const range = rangeOf(cursor);
  assertEquals(range, { top: 0, bottom: 2, left: 1, right: 3 });
  assertEquals([isWide(cursor), isWide(MIDDLE)], [true, false]);
  assertEquals(holds(range, { row: 1, column: 2 }), true);
  assertEquals(holds(range, { row: 1, column: 0 }), false);
});
