import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { column } from "@/lib/frame/schema.ts";
import { belowOf } from "@/lib/workspace/files/below.ts";

const COLUMNS = [
  column("visits", "integer"),
  column("orders", "integer"),
  column("net", "decimal"),
];

Deno.test("belowOf() tells which counts are above another in no row", () => {
  assertEquals(belowOf(COLUMNS, [[20, 3, 9.5], [0, 0, 0], [null, 7, 1], [15, 15, 2]]), {
    visits: [],
    orders: ["visits"],
  });
});

Deno.test("belowOf() tells nothing of one row above, of equals, and of what may be below 0", () => {
  assertEquals(belowOf(COLUMNS, [[20, 3, 1], [5, 6, 1]]), { visits: [], orders: [] });
  assertEquals(belowOf(COLUMNS, [[20, 20, 1]]), { visits: [], orders: [] });
  assertEquals(belowOf(COLUMNS, [[20, -3, 1]]), { visits: [] });
});
