import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { ReadOptions } from "@/lib/read/options.ts";
import { optionsAddress, readOptionsAddress } from "@/lib/workspace/files/address.ts";

Deno.test("readOptionsAddress() reads what optionsAddress() writes", async (t) => {
  const cases: readonly ReadOptions[] = [
    {},
    { delimiter: "\t", encoding: "big5", header: "none", quote: "none" },
    { header: 3, skip: 2, footer: 1, sheet: "Sheet 1", nulls: ["k. A.", "?"] },
    { columns: { "Order Date": { type: "date", date_order: "dmy" }, "a:b=&": { decimal: "," } } },
    { columns: { a: { nulls: ["x", "y"], unit: "EUR" } }, zone: "Europe/Berlin" },
    { columns: { a: { name: "b", epoch: "ms" }, b: { leave_out: true, nulls: [""] } } },
  ];
  for (const options of cases) {
    await t.step(
      JSON.stringify(options),
      () =>
        assertEquals(
          readOptionsAddress(new URLSearchParams(optionsAddress(options).toString())),
          options,
        ),
    );
  }
});

Deno.test("readOptionsAddress() passes over what was left open", () => {
  const query = "delimiter=&header=x&skip=-1&type:a=&nulls=,+,&unknown=1" +
    "&name:a=a&leave_out:a=no&nulls:a=+";
  assertEquals(readOptionsAddress(new URLSearchParams(query)), {});
});
