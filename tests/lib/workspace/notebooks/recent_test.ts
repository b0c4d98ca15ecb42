import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { Recent } from "@/lib/workspace/notebooks/recent.ts";

Deno.test("Recent forgets what was used longest ago once the weights are too much", () => {
  const recent = new Recent<string, number>(10);
  recent.keep("a", 1, 4);
  recent.keep("b", 2, 4);
  recent.find("a");
  // 4 + 4 + 4 is more than 10: "b" was used longest ago.
  recent.keep("c", 3, 4);
  assertEquals(["a", "b", "c"].map((key) => recent.find(key)), [1, null, 3]);
});

Deno.test("Recent weighs what replaces another only once", () => {
  const recent = new Recent<string, number>(10);
  for (let i = 0; i < 5; i++) recent.keep("a", i, 4);
  recent.keep("b", 9, 4);
  assertEquals(["a", "b"].map((key) => recent.find(key)), [4, 9]);
  recent.forget("a");
  recent.forget("a");
  recent.keep("c", 1, 6);
  assertEquals(["b", "c"].map((key) => recent.find(key)), [9, 1]);
});

Deno.test("Recent keeps the last even where it is too heavy alone", () => {
  const recent = new Recent<string, number>(10);
  recent.keep("a", 1);
  recent.keep("b", 2, 50);
  assertIs(recent.find("a"), null);
  assertIs(recent.find("b"), 2);
});
