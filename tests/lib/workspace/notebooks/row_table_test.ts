import { equal } from "node:assert/strict";
import type { TableBlock } from "@/lib/chart/block.ts";
import { isRowTable } from "@/lib/workspace/notebooks/row_table.ts";
import { sampleOutput } from "@/tests/fixtures/sample_notebook.ts";

const TABLE: TableBlock = { type: "table", title: null, columns: [], rows: [], total: 150 };

Deno.test("isRowTable() knows the rows of a result from tables about it", () => {
  const output = sampleOutput([TABLE], { rows: 150 });
  equal(isRowTable(TABLE, output), true);
  equal(isRowTable({ ...TABLE, title: "Rules" }, output), false);
  equal(isRowTable({ ...TABLE, total: 3 }, output), false);
  // It failed: what it shows is kept nowhere.
  equal(isRowTable({ ...TABLE, total: 0 }, { ...output, rows: 0 }), false);
  equal(isRowTable(TABLE, { ...output, key: "" }), false);
});
