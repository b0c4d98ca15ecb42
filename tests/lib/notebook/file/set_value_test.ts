import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { setYamlValue } from "@/lib/notebook/file/set_value.ts";

Deno.test("setYamlValue() sets an item at the end of a list, but leaves no hole", async (t) => {
  const text = "steps:\n  - a\n";
  assertEquals(setYamlValue(text, ["steps", 1], "b"), "steps: [a, b]\n");
  assertEquals(setYamlValue("{}\n", ["labels", 0], "a").includes("a"), true);
  // A billion empty items would be written before it.
  const paths = [["steps", 2], ["steps", 1e9, "name"], ["steps", "1000000000"], ["labels", 1e9]];
  for (const path of paths) {
    await t.step(path.join("."), () => {
      assertThrows(() => setYamlValue(text, path, "b"), {
        code: "BAD_NOTEBOOK",
        message:
          /^Cannot set an item beyond the end of a list, which has [01]: current value is \d+$/,
      });
    });
  }
});

Deno.test("setYamlValue() takes a number as the key of a mapping", () => {
  assertEquals(
    setYamlValue("years:\n  a: 1\n", ["years", 2026], 2),
    'years:\n  a: 1\n  "2026": 2\n',
  );
});

Deno.test("setYamlValue() refuses a key that nobody could take out again", () => {
  const hidden = JSON.parse('{"__proto__": 1}');
  for (const [path, value] of [[["__proto__"], 1], [["labels"], [hidden]]] as const) {
    assertThrows(() => setYamlValue("a: 1\n", path, value), { code: "BAD_NOTEBOOK" });
  }
});
