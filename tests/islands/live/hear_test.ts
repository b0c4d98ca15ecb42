import { strictEqual as assertIs } from "node:assert/strict";
import { isDrawnAfter } from "@/islands/live/hear.ts";

Deno.test("isDrawnAfter() takes what was told before for drawn, in one life of a notebook", () => {
  assertIs(isDrawnAfter("a:12", "a:12"), true);
  assertIs(isDrawnAfter("a:12", "a:9"), true);
  assertIs(isDrawnAfter("a:12", "a:13"), false);
  assertIs(isDrawnAfter("a:12", "b:1"), false);
  assertIs(isDrawnAfter("", "a:1"), false);
});
