import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type Command, match } from "@/islands/palette/commands.ts";

function commands(...titles: readonly string[]): readonly Command[] {
  return titles.map((title) => ({ title, detail: "cell", run() {} }));
}

Deno.test("match() wants every word, and puts first what begins with the first", () => {
  const found = match(commands("Edit run", "Run daily", "Run all", "Delete"), "RUN  l");
  assertEquals(found.map(({ title }) => title), ["Run daily", "Run all", "Edit run"]);
});

Deno.test("match() offers all where nothing is typed, in the order of the page", () => {
  assertEquals(match(commands("b", "a"), " ").map(({ title }) => title), ["b", "a"]);
});
