import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import type { RowCondition } from "@/lib/workspace/tables/contract.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { idsOf } from "./asked.ts";
import { makeResult, ORDERS } from "./results.ts";

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
    // The same moment by clocks that are furthest ahead.
    [[{ column: "at", type: "at_most", value: "2026-01-01T23:59:00.0+15:59" }], [1]],
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
      [{ column: "day", type: "at_least", value: "0000-01-01" }, "BAD_PARAMETER"],
      [{ column: "at", type: "equals", value: "0000-01-01" }, "BAD_PARAMETER"],
      [{ column: "at", type: "at_least", value: "2026-01-01T25:00Z" }, "BAD_PARAMETER"],
      [{ column: "at", type: "at_most", value: "2026-01-01T10:00+99:99" }, "BAD_PARAMETER"],
      [{ column: "at", type: "at_most", value: "2026-01-01T10:00-16:00" }, "BAD_PARAMETER"],
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
