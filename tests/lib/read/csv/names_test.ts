import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { columnNames } from "@/lib/read/csv/names.ts";

function namesOf(...cells: string[]): readonly string[] {
  return columnNames(cells, cells.length, {}).names;
}

Deno.test("columnNames() keeps names that look like code", () => {
  const names = ["__proto__", "constructor", "select", 'a"b', "; drop table x", "$1", "😀"];
  assertEquals(namesOf(...names), names);
});

Deno.test("columnNames() numbers what is empty, there already, hidden or Postgres' own", () => {
  assertEquals(namesOf("id", "", "id", " ", "_line", "ctid", "ID"), [
    "id",
    "column_2",
    "id_2",
    "column_4",
    "_line_2",
    "ctid_2",
    "ID",
  ]);
});

Deno.test("columnNames() cuts names to 63 bytes, never inside a character", () => {
  // é takes two bytes: 31 of them are 62, and 30 with "_2" are 62 again.
  assertEquals(namesOf("é".repeat(40), "é".repeat(50)), ["é".repeat(31), `${"é".repeat(30)}_2`]);
});
