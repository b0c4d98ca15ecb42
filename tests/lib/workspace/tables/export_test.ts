import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { readAll } from "@/tests/lib/read/formats/reading.ts";
import { ALL, bytesOf, drawer, textOf } from "./asked.ts";
import { makeResult, ORDERS } from "./results.ts";

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
        '5,"\'=cmd()",-1,2026-01-05,2026-01-03T12:30:15Z,true\r\n' +
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
