import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { z } from "zod";
import { describe, pathText, ruleOf, show } from "@/lib/notebook/issue_words.ts";

Deno.test("ruleOf() says what must be, for each kind of schema", () => {
  const cases: readonly (readonly [z.ZodType, unknown, string])[] = [
    [z.number(), "a", "it must be a number"],
    [z.string(), 1, "it must be text"],
    [z.int(), 1.5, "it must be a whole number"],
    [z.enum(["a", "b"]), "c", 'it must be one of "a", "b"'],
    [z.literal("a"), "c", 'it must be "a"'],
    [z.number().min(3), 2, "it must be at least 3"],
    [z.number().positive(), 0, "it must be more than 0"],
    [z.string().max(3), "long", "it must have at most 3 letters"],
    [z.array(z.string()).min(1), [], "it must have at least 1 items"],
    [z.string().refine(() => false, "It must be a day"), "x", "it must be a day"],
  ];
  for (const [schema, value, expected] of cases) {
    assertEquals(schema.safeParse(value).error?.issues.map(ruleOf), [expected]);
  }
});

Deno.test("describe() says what may stand in a place", () => {
  assertEquals(describe([z.number(), z.string(), z.number()]), "a number or text");
  assertEquals(describe([z.enum(["a", "b"]), z.literal("c")]), 'one of "a", "b" or "c"');
  assertEquals(describe([]), "a value");
});

Deno.test("pathText() counts items from 1", () => {
  assertEquals(pathText(["steps", 1, "filter"]), "steps[2].filter");
  assertEquals(pathText([]), "");
});

Deno.test("show() writes any value, in 80 letters at most", () => {
  assertEquals([undefined, null, 1, "a", ["a"]].map(show), ["none", "empty", "1", '"a"', '["a"]']);
  assertEquals(show("x".repeat(100)).length, 80);
});
