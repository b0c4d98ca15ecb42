import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { column } from "@/lib/frame/schema.ts";
import { keepRejectedRows } from "@/lib/notebook/run/rejections.ts";
import type { RowCondition, RowsAsked } from "@/lib/workspace/tables/contract.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { sampleBar } from "@/tests/fixtures/sample_blocks.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { readAll } from "@/tests/lib/read/formats/reading.ts";
import { keepResult, keyOf, makeResult } from "./results.ts";

const ORDERS = {
  columns: [
    column("id", "integer"),
    column("region", "text", { role: "dimension" }),
    column("price", "decimal", { unit: "USD" }),
    column("day", "date", { role: "time" }),
    column("at", "timestamp"),
    column("ok", "boolean"),
  ],
  rows: `values
    (1, 'North', 10.50, '2026-01-01', '2026-01-01T08:00Z', true),
    (2, 'South', null, '2026-01-02', '2026-01-01T23:59:59Z', false),
    (3, 'north', 9.99, null, null, null),
    (4, null, 12345678901234567890.12, '2026-01-04', '2026-01-02T00:00Z', true),
    (5, '=cmd()', -1, '2026-01-05', '2026-01-03T12:30:15Z', true)`,
};

/** Starts nothing unless it is used. */
const drawer = createDrawer();

const ALL: Pick<RowsAsked, "sort" | "where"> = { sort: null, where: [] };

async function idsOf(
  database: Database,
  key: string,
  { sort = null, where = [] }: Partial<RowsAsked>,
): Promise<readonly unknown[]> {
  const tables = createTables({ database, drawer });
  const { rows } = await tables.page({ key, sort, where, offset: 0, limit: 100 });
  return rows.map(([id]) => id);
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await bytesOf(chunks));
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(ReadableStream.from(chunks)).arrayBuffer());
}

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

databaseTest("createTables() filters by conditions that all hold", async (database, t) => {
  const key = await makeResult(database, "orders", ORDERS);
  const cases: [RowCondition[], number[]][] = [
    [[{ column: "region", type: "contains", value: "NOR" }], [1, 3]],
    [[{ column: "region", type: "contains", value: "%" }], []],
    [[{ column: "region", type: "equals", value: "north" }], [3]],
    [[{ column: "region", type: "is_null", value: "" }], [4]],
    [[{ column: "price", type: "at_least", value: "10.5" }], [1, 4]],
    [[{ column: "price", type: "at_most", value: "9.99" }], [3, 5]],
    [[{ column: "id", type: "at_most", value: "2.5" }], [1, 2]],
    [[{ column: "day", type: "at_least", value: "2026-01-04" }], [4, 5]],
    [[{ column: "at", type: "equals", value: "2026-01-01" }], [1, 2]],
    [[{ column: "at", type: "at_most", value: "2026-01-01T08:00Z" }], [1]],
    [[{ column: "ok", type: "equals", value: "yes" }], [1, 4, 5]],
    [[{ column: "day", type: "is_not_null", value: "" }, {
      column: "region",
      type: "is_not_null",
      value: "",
    }], [1, 2, 5]],
  ];
  for (const [where, expected] of cases) {
    await t.step(
      where.map(({ column, type, value }) => `${column} ${type} ${value}`).join(),
      async () => {
        assertEquals(await idsOf(database, key, { where }), expected);
      },
    );
  }
});

databaseTest(
  "createTables() refuses what no column can be compared with, and binds the rest",
  async (database, t) => {
    const key = await makeResult(database, "orders", ORDERS);
    const cases: [RowCondition, string][] = [
      [{ column: "price", type: "at_least", value: "1; drop table x" }, "BAD_PARAMETER"],
      [{ column: "day", type: "equals", value: "2026-02-30" }, "BAD_PARAMETER"],
      [{ column: "at", type: "at_least", value: "2026-01-01T25:00Z" }, "BAD_PARAMETER"],
      [{ column: "ok", type: "equals", value: "perhaps" }, "BAD_PARAMETER"],
      [{ column: 'id" = 1 or "id', type: "equals", value: "1" }, "NOT_FOUND"],
      [{ column: "ctid", type: "is_null", value: "" }, "NOT_FOUND"],
    ];
    for (const [condition, code] of cases) {
      await t.step(`${condition.column} ${condition.value}`, async () => {
        await rejects(idsOf(database, key, { where: [condition] }), { code });
      });
    }
    const sly = "'; drop table daybook.results; --";
    assertEquals(
      await idsOf(database, key, { where: [{ column: "region", type: "equals", value: sly }] }),
      [],
    );
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
  "createTables() exports all rows asked for as CSV that no spreadsheet runs",
  async (database) => {
    const key = await makeResult(database, "orders", ORDERS);
    const tables = createTables({ database, drawer });
    const where = [{ column: "price", type: "is_not_null", value: "" }] as const;
    const sort = { column: "id", direction: "descending" } as const;
    assertEquals(
      await textOf(tables.export({ key, where, sort, format: "csv" })),
      "id,region,price,day,at,ok\r\n" +
        "5,'=cmd(),-1,2026-01-05,2026-01-03T12:30:15Z,true\r\n" +
        "4,,12345678901234567890.12,2026-01-04,2026-01-02T00:00:00Z,true\r\n" +
        "3,north,9.99,,,\r\n" +
        "1,North,10.50,2026-01-01,2026-01-01T08:00:00Z,true\r\n",
    );
  },
);

databaseTest("createTables() exports JSON with the key and every digit", async (database) => {
  const key = await makeResult(database, "orders", ORDERS);
  const tables = createTables({ database, drawer });
  const where = [{ column: "id", type: "at_least", value: "4" }] as const;
  const text = await textOf(tables.export({ key, where, sort: null, format: "json" }));
  ok(text.includes('"price":12345678901234567890.12,'), text);
  const told = JSON.parse(text);
  assertEquals(told.key, key);
  assertEquals(told.columns[2], { name: "price", type: "decimal", unit: "USD" });
  assertEquals(told.rows[1], {
    id: 5,
    region: "=cmd()",
    price: -1,
    day: "2026-01-05",
    at: "2026-01-03T12:30:15Z",
    ok: true,
  });
});

databaseTest("createTables() exports a workbook that reads as it was", async (database) => {
  const key = await makeResult(database, "orders", ORDERS);
  const tables = createTables({ database, drawer });
  const reading = await readAll(
    await bytesOf(tables.export({ key, ...ALL, format: "xlsx" })),
    "orders.xlsx",
  );
  assertEquals(reading.columns.map(({ name }) => name), ORDERS.columns.map(({ name }) => name));
  const [, ...lines] = reading.text.trim().split("\n");
  assertEquals(lines.length, 5);
  ok(lines[3].includes("12345678901234567890.12"), lines[3]);
  ok(lines[4].includes("=cmd()") && lines[4].includes("2026-01-03"), lines[4]);
});

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

databaseTest(
  "createTables() hands out what was rejected, in the order of lines",
  async (database) => {
    await database.transaction((session) =>
      keepRejectedRows(
        session,
        keyOf("load"),
        "select * from (values (12, 'price', '=1+1', 'no number'), (3, null, 'a,b', 'too short')) v",
      )
    );
    const tables = createTables({ database, drawer });
    assertEquals(
      await textOf(tables.rejected({ key: keyOf("load") })),
      'line,column,value,reason\r\n3,,"a,b",too short\r\n12,price,\'=1+1,no number\r\n',
    );
  },
);

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

databaseTest("createTables() hands out charts as they were drawn", async (database) => {
  const key = keyOf("chart");
  const wide =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 340" width="920" height="340"><title>Rows</title></svg>';
  await database.kysely.insertInto("drawings").values({ key, place: 1, wide, narrow: "" })
    .execute();
  await using painter = createDrawer();
  const tables = createTables({ database, drawer: painter });
  const asked = { key, place: 1, theme: "light" } as const;
  const svg = await textOf(tables.chart({ ...asked, format: "svg" }));
  ok(svg.includes("<title>Rows</title>") && svg.includes("prefers-color-scheme"));
  const png = await bytesOf(tables.chart({ ...asked, format: "png" }));
  assertEquals([...png.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  await rejects(textOf(tables.chart({ ...asked, place: 0, format: "svg" })), { code: "NOT_FOUND" });
});

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

databaseTest("createTables() tells what a chart shows", async (database) => {
  const key = keyOf("chart");
  const text = { type: "text", paragraphs: [] };
  await database.kysely.insertInto("outputs").values({
    key,
    rows: 0,
    rejected: 0,
    blocks: JSON.stringify([text, sampleBar]),
    figures: "{}",
    milliseconds: 1,
    computed_at: "2026-03-01T00:00:00Z",
  }).execute();
  const tables = createTables({ database, drawer });
  assertEquals(await tables.figure({ key, place: 1 }), JSON.parse(JSON.stringify(sampleBar)));
  for (const place of [0, 2, -1]) {
    await rejects(tables.figure({ key, place }), { code: "NOT_FOUND" });
  }
});
