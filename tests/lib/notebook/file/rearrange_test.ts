import { strictEqual as assertIs, throws as assertThrows } from "node:assert/strict";
import { moveYamlItem, renameYamlKey } from "@/lib/notebook/file/rearrange.ts";

const TEXT = "measures:\n  # of all\n  a: sum(a) # total\n  b: count(*)\n";

Deno.test("renameYamlKey() keeps the value, the order and the comments", () => {
  assertIs(
    renameYamlKey(TEXT, ["measures", "a"], "first"),
    "measures:\n  # of all\n  first: sum(a) # total\n  b: count(*)\n",
  );
});

Deno.test("renameYamlKey() leaves a key that is gone alone", () => {
  assertIs(renameYamlKey(TEXT, ["measures", "c"], "d"), TEXT);
});

Deno.test("renameYamlKey() refuses a name that is taken", () => {
  assertThrows(() => renameYamlKey(TEXT, ["measures", "a"], "b"), {
    message: 'Cannot rename "a" as a key stands once in its mapping: current value is "b"',
  });
});

Deno.test("moveYamlItem() moves an item with its comment", () => {
  assertIs(
    moveYamlItem("steps:\n  - trim: true\n  # rare\n  - filter: a > 0\n", ["steps", 1], 0),
    "steps:\n  # rare\n  - filter: a > 0\n  - trim: true\n",
  );
});
