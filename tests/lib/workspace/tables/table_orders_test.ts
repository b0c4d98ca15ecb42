import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { column, type ColumnType, type HiddenColumn } from "@/lib/frame/schema.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";
import { orderSql } from "@/lib/workspace/tables/conditions.ts";
import type { Relation } from "@/lib/workspace/tables/rows.ts";
import { TableOrders } from "@/lib/workspace/tables/table_orders.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeResult } from "./results.ts";

const FOREVER = new AbortController().signal;

/** What stands at the ends of each type, beside what is alike and what is null. */
const VALUES: readonly (readonly [ColumnType, readonly (string | null)[]])[] = [
  ["integer", ["0", "-1", "1", null, "9223372036854775807", "-9223372036854775808", "255", "256"]],
  ["decimal", [
    ...["0", "-0.00", "1", "1.0", "-1", "-1.5", "-1.50001", "1.5", "0.0001", "0.00012", "-0.0001"],
    ...["10000", "9999.9999", "-10000", "-9999.9999", "12345678901234567890.12", "NaN", "Infinity"],
    ...["12345678901234567890.13", "-12345678901234567890.13", "-12345678901234567890.12"],
    ...["-Infinity", "256", "256.0005", "1e30", "-1e30", "100000000", "99999999"],
    null,
  ]],
  ["float", [
    ...["0", "-0", "1.5", "-1.5", "-1e300", "1e300", "1e-300", "-1e-300", "5e-324"],
    ...["NaN", "Infinity", "-Infinity"],
    null,
  ]],
  ["boolean", ["true", "false", null]],
  ["date", ["2026-01-31", "1969-12-31", "0001-01-01", "2000-01-01", "infinity", "-infinity", null]],
  ["time", ["00:00", "23:59:59.999999", "12:00", null]],
  ["timestamp", [
    ...["2026-01-31T10:00Z", "1999-12-31T23:59:59.999999Z", "2000-01-01T00:00Z", "infinity"],
    null,
  ]],
  ["text", [
    ...["", "a", "ab", "abc", "b", "B", "é", "z", "\u{ffff}", "\u{10000}", "a b", "ä", "_", "~"],
    "a\u0001",
    "x".repeat(499),
    `${"x".repeat(498)}y`,
    null,
  ]],
];

/** Makes a table of 400 rows with these values, in an order by chance that is always the same. */
async function makeRelation(
  database: Database,
  { type, values, hidden }: {
    readonly type: ColumnType;
    readonly values: readonly (string | null)[];
    readonly hidden?: readonly HiddenColumn[];
  },
): Promise<Relation> {
  const written = values.map((value) =>
    value === null ? "null" : `'${value}'::${POSTGRES_TYPES[type].split(" ")[0]}`
  );
  const chosen = `(array[${written.join(", ")}])[1 + g * 7919 % 10007 % ${values.length}]`;
  const line = hidden === undefined ? "" : "g * 7919 % 401, ";
  const columns = [column("v", type), column("id", "integer")];
  const rows = `select ${line}${chosen}, g from generate_series(1::int8, 400) as g`;
  return await relationOf(
    database,
    await makeResult(database, `values ${type}`, { columns, rows, hidden }),
  );
}

async function relationOf(database: Database, key: string): Promise<Relation> {
  const [result] = (await findResults(database, [parseKey(key)])).values();
  return { name: result.relation ?? "", result };
}

/** Returns the addresses in the order that SQL gives. */
async function expected(
  database: Database,
  { name, result }: Relation,
  sort: Parameters<typeof orderSql>[1],
): Promise<readonly string[]> {
  const rows = await database.query<{ at: string }>(
    `select ctid::text as at from ${name} order by ${orderSql(result.schema, sort)}`,
    [],
    { role: "results" },
  );
  return rows.map(({ at }) => at);
}

for (const hidden of [undefined, ["_line"] as const]) {
  const lines = hidden === undefined ? "" : ", those alike by the lines of their file";
  databaseTest(
    `TableOrders orders rows as SQL does${lines}`,
    async (database, t) => {
      for (const [type, values] of VALUES) {
        await t.step(type, async () => {
          const relation = await makeRelation(database, { type, values, hidden });
          const orders = new TableOrders(database, relation, FOREVER);
          assertEquals(await orders.ready({ sort: null, where: [] }), null);
          for (
            const sort of [
              { column: "v", direction: "ascending" },
              { column: "v", direction: "descending" },
              null,
            ] as const
          ) {
            const found = await orders.find(sort);
            ok(found !== null);
            assertEquals(found.total, 400);
            assertEquals(found.addresses(0, 1000), await expected(database, relation, sort));
            const ready = await orders.ready({ sort, where: [] });
            assertEquals(ready?.addresses(390, 1000), found.addresses(390, 10));
          }
        });
      }
    },
  );
}
