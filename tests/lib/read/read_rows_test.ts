import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { HIDDEN_COLUMNS } from "@/lib/read/csv/names.ts";
import { readRows, type RowOptions } from "@/lib/read/read_rows.ts";
import type { RollupRequest } from "@/lib/read/rollup.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";

const POSTGRES: Readonly<Record<ColumnType, string>> = {
  integer: "int8",
  decimal: "numeric",
  float: "float8",
  boolean: "bool",
  date: "date",
  time: "time",
  timestamp: "timestamptz",
  text: 'text collate "C"',
};

/** Reads a text into chunks for COPY, with the rest of what is told. */
async function readAll(text: string, options: RowOptions = {}) {
  const chunks: Uint8Array[] = [];
  let columns: readonly { readonly name: string; readonly type: ColumnType }[] = [];
  for await (const event of readRows(sourceOf(new TextEncoder().encode(text)), options)) {
    if (event.type === "table") {
      columns = event.columns;
      chunks.length = 0;
    }
    if (event.type === "copy") chunks.push(event.bytes);
    if (event.type === "done") return { chunks, columns, ...event };
  }
  throw new Error("The reader ended without facts");
}

const TEXT = [
  "id,day,at,clock,amount,share,ok,note",
  '1,2024-01-31,2024-01-31T10:20:30Z,10:20,"1,234.50",1.5e3,yes,plain',
  '2,1969-12-31,1969-12-31T23:59:59.5Z,23:59:59,-0.05,-2E-2,no,"with ""quotes"" and é"',
  '2,1969-12-31,1969-12-31T23:59:59.5Z,23:59:59,-0.05,-2E-2,no,"with ""quotes"" and é"',
  "3,,,,,,,",
  "4,2024-02-29,2024-02-29T00:00:00Z,00:00,12345678901234567.25,0.5,yes,x",
  "",
].join("\n");

databaseTest("readRows() gives what COPY takes, every value as it was", async (database) => {
  const { chunks, columns } = await readAll(TEXT);
  const hidden = [`"${HIDDEN_COLUMNS[0]}" int8`, `"${HIDDEN_COLUMNS[1]}" bool`];
  const own = columns.map(({ name, type }) => `"${name}" ${POSTGRES[type]}`);
  await database.query(`create table results.t (${[...hidden, ...own].join(", ")})`);
  await database.copyIn("copy results.t from stdin with (format binary)", chunks);
  const rows = await database.query(
    "select (t.*)::text as row from results.t as t order by _line",
  );
  assertEquals(rows.map(({ row }) => row), [
    '(2,f,1,2024-01-31,"2024-01-31 10:20:30+00",10:20:00,1234.50,1500,t,plain)',
    '(3,f,2,1969-12-31,"1969-12-31 23:59:59.5+00",23:59:59,-0.05,-0.02,f,"with ""quotes"" and é")',
    '(4,t,2,1969-12-31,"1969-12-31 23:59:59.5+00",23:59:59,-0.05,-0.02,f,"with ""quotes"" and é")',
    "(5,f,3,,,,,,,)",
    '(6,f,4,2024-02-29,"2024-02-29 00:00:00+00",00:00:00,12345678901234567.25,0.5,t,x)',
  ]);
});

const SALES = [
  "at,region,shop,amount",
  "2024-01-01T00:30:00,North,a,1.10",
  "2024-01-01T23:59:59,North,a,2.2",
  "2024-01-01T23:59:59,North,a,2.2",
  "2024-01-02T00:00:00,South,a,3",
  "2024-01-07T12:00:00,North,b,",
  "2024-01-07T12:00:00,,b,-4.05",
  ",North,b,5",
  "",
].join("\n");

function request(known: Partial<RollupRequest>): RollupRequest {
  return {
    time: "at",
    grain: "day",
    weekStarts: "monday",
    by: ["region"],
    where: { notNull: ["amount"], exactRepeats: "drop" },
    measures: [{ name: "total", function: "sum", column: "amount" }],
    ...known,
  };
}

Deno.test("readRows() keeps rollups that equal the plain sums", async (t) => {
  await t.step("by day and region, without repeats and nulls", async () => {
    const { rollups: [rollup] } = await readAll(SALES, { rollups: [request({})] });
    // 1.10 + 2.2 = 3.30 in the North on the first; the repeat and the null are out.
    assertEquals(rollup?.periods, ["2024-01-01", "2024-01-02", "2024-01-07"]);
    assertEquals(rollup?.by, [["North", "South", null]]);
    assertEquals(rollup?.columns[0].sums, ["3.30", "3", "-4.05"]);
    assertEquals([...rollup?.columns[0].counts ?? []], [2, 1, 1]);
    assertEquals(rollup?.columns[0].minima, ["1.1", "3", "-4.05"]);
    assertEquals(rollup?.columns[0].maxima, ["2.2", "3", "-4.05"]);
    assertEquals(rollup?.untimed, 1);
  });
  await t.step("by week, with all rows", async () => {
    const where = { notNull: [], exactRepeats: "keep" as const };
    const { rollups } = await readAll(SALES, {
      rollups: [
        request({ grain: "week", by: [], where }),
        request({ grain: "week", by: [], where, weekStarts: "sunday" }),
      ],
    });
    // 2024-01-01 is a Monday, so the Sunday of that week is the last day of 2023.
    assertEquals(rollups[0]?.periods, ["2024-01-01"]);
    assertEquals([...rollups[0]?.rows ?? []], [6]);
    assertEquals(rollups[1]?.periods, ["2023-12-31", "2024-01-07"]);
    // 1.1 + 2.2 + 2.2 + 3 = 8.5.
    assertEquals(rollups[1]?.columns[0].sums, ["8.50", "-4.05"]);
  });
  await t.step("by two columns", async () => {
    const { rollups: [rollup] } = await readAll(SALES, {
      rollups: [request({ grain: "month", by: ["region", "shop"] })],
    });
    assertEquals(rollup?.by, [["North", "South", null], ["a", "a", "b"]]);
    assertEquals(rollup?.periods, ["2024-01-01", "2024-01-01", "2024-01-01"]);
  });
  await t.step("none where a column is missing or is text", async () => {
    const { rollups } = await readAll(SALES, {
      rollups: [request({ by: ["nowhere"] }), request({ time: "region" })],
    });
    assertEquals(rollups, [null, null]);
  });
});
