import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
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

Deno.test("columnNames() calls and leaves out columns as a person says", async (t) => {
  const cells = ["day", "amount", "amount", ""];
  await t.step("by the names that they are found under", () => {
    const columns = {
      amount: { name: "net" },
      amount_2: { name: "gross" },
      column_4: { leave_out: true },
    };
    const { names, leftOut } = columnNames(cells, cells.length, { columns });
    assertEquals(names, ["day", "net", "gross", "column_4"]);
    assertEquals(leftOut, [false, false, false, true]);
  });
  await t.step("two that change their names, and one for one that is left out", () => {
    const columns = { day: { name: "amount" }, amount: { name: "day" } };
    assertEquals(columnNames(cells, 2, { columns }).names, ["amount", "day"]);
    const left = { day: { leave_out: true }, amount: { name: "day" } };
    assertEquals(columnNames(cells, 2, { columns: left }).names, ["day", "day"]);
  });
  await t.step("never two alike, nor none", () => {
    throws(() => columnNames(cells, 2, { columns: { amount: { name: "day" } } }), {
      code: "BAD_PARAMETER",
      message: /two columns alike.* current value is "day"/,
    });
    throws(() => columnNames(["a"], 1, { columns: { a: { leave_out: true } } }), {
      code: "BAD_PARAMETER",
    });
  });
});
