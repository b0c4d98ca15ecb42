import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import { belowOf } from "@/lib/workspace/files/below.ts";
import { profileColumns } from "@/lib/workspace/files/profile.ts";
import { ratioName, ratiosOf } from "@/lib/workspace/first/ratios.ts";

/** Two rows of each column. */
type Columns = Readonly<Record<string, readonly [ColumnSchema["type"], Value, Value]>>;

function namesOf(columns: Columns): readonly string[] {
  const schema = Object.entries(columns).map(([name, [type]]) => column(name, type));
  const rows = [1, 2].map((row) => Object.values(columns).map((told) => told[row] ?? null));
  const found = { profiles: profileColumns(schema, rows), below: belowOf(schema, rows) };
  return ratiosOf(found).map((ratio) => `${ratioName(ratio)}: ${ratio.type}`);
}

Deno.test("ratiosOf() finds a share and a price where names and rows agree", async (t) => {
  const cases: readonly (readonly [string, Columns, readonly string[]])[] = [
    [
      "a shop",
      {
        revenue: ["decimal", 90.5, 80.25],
        visits: ["integer", 20, 30],
        orders: ["integer", 3, 4],
      },
      ["orders_per_visit: share", "revenue_per_order: price"],
    ],
    [
      "advertisements: the last of the way by the one before",
      {
        impressions: ["integer", 900, 800],
        clicks: ["integer", 20, 30],
        conversions: ["integer", 2, 1],
        cost: ["decimal", 9.5, 8],
      },
      ["conversions_per_click: share", "cost_per_conversion: price"],
    ],
    [
      "names of more words",
      { "Number of visits": ["integer", 20, 30], "Orders total": ["integer", 3, 4] },
      ["orders_per_visit: share"],
    ],
    [
      "more orders than visits in a row",
      { visits: ["integer", 20, 3], orders: ["integer", 3, 4] },
      [],
    ],
    ["visits beside visitors", { visits: ["integer", 20, 30], visitors: ["integer", 9, 8] }, []],
    [
      "some visits alone",
      { new_visits: ["integer", 20, 30], orders: ["integer", 3, 4] },
      [],
    ],
    ["whole sales, which may be counted", {
      sales: ["integer", 20, 30],
      orders: ["integer", 3, 4],
    }, []],
    ["fractions of orders", { visits: ["integer", 20, 30], orders: ["float", 3.5, 4] }, []],
    [
      "a rate of its own",
      {
        visits: ["integer", 20, 30],
        orders: ["integer", 3, 4],
        conversion: ["float", 0.15, 0.13],
      },
      [],
    ],
    [
      "money that was given back",
      { revenue: ["decimal", -3.5, 9], orders: ["integer", 3, 4] },
      [],
    ],
  ];
  for (const [name, columns, expected] of cases) {
    await t.step(name, () => assertEquals(namesOf(columns), expected));
  }
});
