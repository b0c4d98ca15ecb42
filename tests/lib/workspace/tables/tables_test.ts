import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { column } from "@/lib/frame/schema.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { ALL, drawer, idsOf, textOf } from "./asked.ts";
import { keepResult, keyOf, makeResult, ORDERS } from "./results.ts";

databaseTest(
  "createTables() gives a page with the rows' values and their number",
  async (database) => {
    const key = await makeResult(database, "orders", ORDERS);
    const tables = createTables({ database, drawer });
    const page = await tables.page({ key, ...ALL, offset: 1, limit: 3 });
    assertEquals(page.total, 5);
    assertEquals(page.offset, 1);
    assertEquals(page.rows, [
      [2, "South", null, "2026-01-02", "2026-01-01T23:59:59Z", false],
      [3, "north", 9.99, null, null, null],
      // A double would be 12345678901234567000.
      [4, null, "12345678901234567890.12", "2026-01-04", "2026-01-02T00:00:00Z", true],
    ]);
    const beyond = await tables.page({ key, ...ALL, offset: 100, limit: 3 });
    assertEquals([beyond.rows.length, beyond.total], [0, 5]);
  },
);

databaseTest(
  "createTables() sorts with nulls last, and keeps the order of what is alike",
  async (database) => {
    const key = await makeResult(database, "orders", ORDERS);
    const by = (name: string, direction: "ascending" | "descending") =>
      idsOf(database, key, { sort: { column: name, direction } });
    assertEquals(await by("price", "ascending"), [5, 3, 1, 4, 2]);
    assertEquals(await by("price", "descending"), [4, 1, 3, 5, 2]);
    // By code point: "=" is before capitals, capitals before small letters.
    assertEquals(await by("region", "ascending"), [5, 1, 2, 3, 4]);
    assertEquals(await by("ok", "descending"), [1, 4, 5, 2, 3]);
  },
);

databaseTest(
  "createTables() keeps the order of the file's lines, whatever that of the table",
  async (database) => {
    const key = await makeResult(database, "lines", {
      columns: [column("id", "integer")],
      hidden: ["_line"],
      rows: "values (4, 40), (2, 20), (3, 30)",
    });
    assertEquals(await idsOf(database, key, {}), [20, 30, 40]);
  },
);

databaseTest(
  "createTables() reads a clean cell's view by the addresses of its table",
  async (database) => {
    await database.query("create table results.base (id int8, gone bool)", [], { role: "results" });
    await database.query(
      "insert into results.base select g, g % 3 = 0 from generate_series(1, 9) as g",
      [],
      { role: "results" },
    );
    await database.query(
      "create view results.kept as select ctid, id from results.base where not gone",
      [],
      { role: "results" },
    );
    const columns = [column("id", "integer")];
    const key = await keepResult(database, "kept", { relation: "results.kept", columns });
    const sort = { column: "id", direction: "descending" } as const;
    assertEquals(await idsOf(database, key, { sort }), [8, 7, 5, 4, 2, 1]);
  },
);

databaseTest("createTables() knows no key but those of results", async (database) => {
  const tables = createTables({ database, drawer });
  for (const key of ["", "x", "../secret", keyOf("nothing")]) {
    await rejects(tables.page({ key, ...ALL, offset: 0, limit: 1 }), { code: "NOT_FOUND" });
    await rejects(textOf(tables.export({ key, ...ALL, format: "csv" })), { code: "NOT_FOUND" });
    await rejects(textOf(tables.rejected({ key })), { code: "NOT_FOUND" });
  }
  const key = await keepResult(database, "text", { relation: null, columns: [] });
  assertEquals((await tables.page({ key, ...ALL, offset: 0, limit: 1 })).rows, []);
  await rejects(tables.statistics({ key, column: "a" }), { code: "NOT_FOUND" });
});

databaseTest(
  "createTables() reads any page of 300,000 rows in the order of a column",
  async (database) => {
    const key = await makeResult(database, "many", {
      columns: [column("n", "integer"), column("shuffled", "integer")],
      rows: "select g, g * 7919 % 300007 from generate_series(1::int8, 300000) as g",
    });
    await using tables = createTables({ database, drawer });
    const sort = { column: "shuffled", direction: "ascending" } as const;
    // 7919 and the prime 300007 share no factor: the column has no value twice.
    let last = -1;
    const first = await tables.page({ key, sort, where: [], offset: 0, limit: 50 });
    for (const offset of [0, 50, 150_000, 299_990]) {
      const { rows, total } = await tables.page({ key, sort, where: [], offset, limit: 50 });
      assertEquals(total, 300_000);
      // At first without the order, then by it.
      if (offset === 0) assertEquals(rows, first.rows);
      assertEquals(rows.length, Math.min(50, 300_000 - offset));
      for (const [, shuffled] of rows) {
        ok(Number(shuffled) > last);
        last = Number(shuffled);
      }
    }
  },
);

databaseTest(
  "createTables() gives the same pages of 60,000 rows at once and once it is prepared",
  async (database, t) => {
    const key = await makeResult(database, "prepared", {
      columns: [column("id", "integer"), column("price", "decimal"), column("word", "text")],
      rows: "select g, case when g % 7 > 0 then (g * 7919 % 1009) / 8.0 end, 'w' || g % 100 " +
        "from generate_series(1::int8, 60000) as g",
    });
    const sorts = ["id", "price", "word"].flatMap((name) =>
      (["ascending", "descending"] as const).map((direction) => ({ column: name, direction }))
    );
    const conditions = [[], [{ column: "price", type: "at_least", value: "50" }]] as const;
    const asked = [null, ...sorts].flatMap((sort) =>
      conditions.flatMap((where) =>
        [0, 20_000, 59_990].map((offset) => ({ key, sort, where, offset, limit: 50 }))
      )
    );
    await using tables = createTables({ database, drawer });
    await tables.page(asked[0]);
    await tables.prepared();
    for (const one of asked) {
      await t.step(JSON.stringify([one.sort, one.where.length, one.offset]), async () => {
        // One that has prepared nothing yet.
        await using others = createTables({ database, drawer });
        assertEquals(await tables.page(one), await others.page(one));
      });
    }
  },
);

databaseTest(
  "createTables() reads any page of a table of a file, of which a view leaves repeats out",
  async (database) => {
    await makeResult(database, "file", {
      columns: [column("n", "integer")],
      hidden: ["_line", "_repeat"],
      rows:
        "select g + 1, case when g % 3 = 0 then 1 else 0 end, g from generate_series(1::int8, 30000) as g",
    });
    const relation = "results.r_file_left";
    await database.query(
      `create view ${relation} as select ctid, _line, _repeat, n from results.r_file ` +
        "where _repeat = 0",
      [],
      { role: "results" },
    );
    const key = await keepResult(database, "file left", {
      relation,
      columns: [column("n", "integer")],
      kind: "clean",
      hidden: ["_line", "_repeat"],
    });
    const tables = createTables({ database, drawer });
    // Of each three rows the third is left out: the row at 2k is 3k + 1, that at 2k + 1 is 3k + 2.
    const nAt = (offset: number) => 3 * Math.floor(offset / 2) + offset % 2 + 1;
    for (const offset of [0, 50, 19_990, 15_000, 15_050, 15_049, 7, 19_999, 20_000, 1e9]) {
      const page = await tables.page({ key, ...ALL, offset, limit: 50 });
      assertEquals(page.total, 20_000);
      const count = Math.max(0, Math.min(50, 20_000 - offset));
      const expected = Array.from({ length: count }, (_, row) => [nAt(offset + row)]);
      assertEquals(page.rows, expected);
    }
  },
);

databaseTest("createTables() sorts by a column whatever its name", async (database) => {
  // What is selected has names of its own, such as c0 for the first column.
  const key = await makeResult(database, "names", {
    columns: [column("a", "integer"), column("c0", "integer"), column("r", "integer")],
    rows: "values (1, 30, 2), (2, 10, 3), (3, 20, 1)",
  });
  for (const [name, expected] of [["c0", [2, 3, 1]], ["r", [3, 1, 2]]] as const) {
    const sort = { column: name, direction: "ascending" } as const;
    assertEquals(await idsOf(database, key, { sort }), expected);
  }
});
