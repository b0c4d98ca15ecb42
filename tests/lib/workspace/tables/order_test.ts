import { strictEqual as assertIs } from "node:assert/strict";
import { createOrders } from "@/lib/workspace/tables/order.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "createOrders() forgets orders of no rows too, by the room of their names",
  async (database) => {
    const orders = createOrders(database);
    const asked = (turn: number) => ({
      from: "pg_class",
      where: "relname = $1::text",
      order: "ctid",
      parameters: [`${turn} ${"x".repeat(1_000_000)}`],
      role: "results",
    } as const);
    // A name of a million characters takes 2 MB: no more than 16 fit into 32 MB.
    for (let turn = 0; turn < 17; turn++) assertIs((await orders.find(asked(turn))).total, 0);
    assertIs(orders.isNew(asked(16)), false);
    assertIs(orders.isNew(asked(0)), true);
  },
);
