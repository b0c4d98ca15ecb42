import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { column } from "@/lib/frame/schema.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { drawer } from "./asked.ts";
import { makeResult } from "./results.ts";

databaseTest("createTables() sums up a column", async (database) => {
  const key = await makeResult(database, "numbers", {
    columns: [column("n", "integer"), column("word", "text"), column("day", "date")],
    rows: `values (1, 'a', '2026-01-02'), (2, 'b', null), (2, 'b', null), (7, null, '2026-01-01'),
      (null, 'b', null)`,
  });
  const tables = createTables({ database, drawer });
  // 1, 2, 2, 7: mean 12 / 4 = 3, median 2, squares 4 + 1 + 1 + 16 = 22, deviation √(22 / 3).
  assertEquals(await tables.statistics({ key, column: "n" }), {
    column: "n",
    nulls: 1,
    distinct: 3,
    least: 1,
    greatest: 7,
    mean: 3,
    median: 2,
    deviation: Number(Math.sqrt(22 / 3).toPrecision(12)),
    top: [{ value: 2, rows: 2 }, { value: 1, rows: 1 }, { value: 7, rows: 1 }],
  });
  const words = await tables.statistics({ key, column: "word" });
  assertEquals([words.nulls, words.distinct, words.least, words.greatest, words.mean], [
    1,
    2,
    "a",
    "b",
    null,
  ]);
  assertEquals(words.top[0], { value: "b", rows: 3 });
  assertEquals((await tables.statistics({ key, column: "day" })).greatest, "2026-01-02");
});

databaseTest("createTables() sums up a column without values", async (database) => {
  const key = await makeResult(database, "none", {
    columns: [column("n", "float")],
    rows: "values (null), (null)",
  });
  const told = await createTables({ database, drawer }).statistics({ key, column: "n" });
  assertEquals([told.nulls, told.distinct, told.least, told.mean, told.top], [
    2,
    0,
    null,
    null,
    [],
  ]);
});
