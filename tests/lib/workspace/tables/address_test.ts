import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  below,
  readTableState,
  tableAddress,
  type TableState,
} from "@/lib/workspace/tables/address.ts";

Deno.test("below() keeps the query of an address", () => {
  assertEquals(below("/results/1", "rows"), "/results/1/rows");
  assertEquals(below("/results/1?given=a%3D1%3F", "rows"), "/results/1/rows?given=a%3D1%3F");
});

Deno.test("tableAddress() writes what readTableState() reads", () => {
  const states: TableState[] = [
    { sort: null, where: [], offset: 0 },
    { sort: { column: "a&b=c", direction: "descending" }, where: [], offset: 200 },
    {
      sort: { column: "price", direction: "ascending" },
      where: [
        { column: "region", type: "contains", value: "nor: & ü" },
        { column: "day", type: "is_null", value: "" },
        { column: "price", type: "at_least", value: "10" },
      ],
      offset: 0,
    },
  ];
  for (const state of states) {
    const { searchParams } = new URL(tableAddress("/results/1", state), "http://x");
    assertEquals(readTableState(searchParams), state);
  }
  assertEquals(tableAddress("/results/1", states[0]), "/results/1");
});

Deno.test("readTableState() passes over what makes no sense", () => {
  const read = (query: string) => readTableState(new URLSearchParams(query));
  const nothing = { sort: null, where: [], offset: 0 };
  assertEquals(read("offset=-1"), nothing);
  assertEquals(read("offset=1e99"), nothing);
  assertEquals(read("column=a&test=contains&value="), nothing);
  assertEquals(read("column=a&test=constructor&value=1"), nothing);
  assertEquals(read("sort=&column=&test=is_null&value="), nothing);
});
