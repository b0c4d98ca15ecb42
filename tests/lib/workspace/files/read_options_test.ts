import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { checkOptions, withoutStrangers } from "@/lib/workspace/files/read_options.ts";

Deno.test("checkOptions() takes what a load cell takes", () => {
  const options = { zone: "Europe/Berlin", columns: { a: { name: "b", leave_out: true } } };
  assertEquals(checkOptions({ name: "a.csv", ...options }), options);
  const long = { columns: { a: { name: "x".repeat(64) } } };
  throws(() => checkOptions(long), { code: "BAD_PARAMETER", message: /at most 63 bytes/ });
});

Deno.test("withoutStrangers() keeps what is decided of columns that there are", () => {
  const columns = {
    net: { decimal: "," },
    gross: { name: "total" },
    note: { leave_out: true },
    "an older header": { type: "text" },
  } as const;
  const { net, gross, note } = columns;
  assertEquals(withoutStrangers({ skip: 1, columns }, { names: ["net", "total"] }), {
    skip: 1,
    columns: { net, gross, note },
  });
  assertEquals(withoutStrangers({ columns: { x: { type: "text" } } }, { names: ["a"] }), {});
});
