import assert from "node:assert/strict";
import { countText, sizeText } from "@/islands/files/sizes.ts";

Deno.test("sizeText() writes bytes in the unit that suits them", async (t) => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [243_202, "243 kB"],
    [999_999, "1 MB"],
    [34_331_058, "34.3 MB"],
    [2_000_000_000, "2 GB"],
  ];
  for (const [bytes, text] of cases) {
    await t.step(text, () => assert.equal(sizeText(bytes), text));
  }
});

Deno.test("countText() writes a count with its noun", () => {
  assert.equal(countText(1, "row"), "1 row");
  assert.equal(countText(12_345, "row"), "12,345 rows");
});
