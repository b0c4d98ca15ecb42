import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { findColumns } from "@/lib/workspace/sales/columns.ts";

/** Returns the columns that were found, by role. */
function found(columns: Readonly<Record<string, ColumnType>>) {
  const uses = findColumns(Object.entries(columns).map(([name, type]) => ({ name, type })));
  return Object.fromEntries(
    uses.flatMap(({ role, column }) => column === null ? [] : [[role, column]]),
  );
}

Deno.test("findColumns() knows columns by what their names mean", async (t) => {
  const cases: [string, Record<string, ColumnType>, Record<string, string>][] = [
    ["in any case, with a currency", { ORDER_DATE: "date", "Revenue (USD)": "decimal" }, {
      order_date: "ORDER_DATE",
      revenue: "Revenue (USD)",
    }],
    ["the whole name before a part of it", {
      date: "date",
      "Total Price": "decimal",
      "Unit Price": "decimal",
      Qty: "integer",
    }, { order_date: "date", revenue: "Total Price", unit_price: "Unit Price", units: "Qty" }],
    ["in French", { "Date commande": "date", Montant: "float", Région: "text", Produit: "text" }, {
      order_date: "Date commande",
      revenue: "Montant",
      region: "Région",
      category: "Produit",
    }],
    ["no costs for a revenue", { day: "date", "total cost": "decimal", sales: "decimal" }, {
      order_date: "day",
      revenue: "sales",
    }],
    [
      "no delivery for the day of sale",
      { "delivery date": "date", bought: "date", sum: "decimal" },
      {},
    ],
    ["the only days, whatever their name", { wann: "date", umsatz: "decimal" }, {
      order_date: "wann",
      revenue: "umsatz",
    }],
    ["text where numbers were meant", { date: "date", revenue: "text" }, {
      order_date: "date",
      revenue: "revenue",
    }],
  ];
  for (const [name, columns, expected] of cases) {
    await t.step(name, () => {
      if (Object.keys(expected).length > 0) return assertEquals(found(columns), expected);
      throws(() => found(columns), AppError);
    });
  }
});

Deno.test("findColumns() refuses what has no date or no revenue, and tells the columns", () => {
  throws(
    () => findColumns([{ name: "region", type: "text" }, { name: "units", type: "integer" }]),
    (error) =>
      error instanceof AppError && error.code === "MISSING_COLUMNS" &&
      error.message === "Cannot take the file as it must have a date and a revenue for each row: " +
          'current value is "region, units"',
  );
});
