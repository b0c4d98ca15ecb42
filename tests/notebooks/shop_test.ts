/**
 * The notebook of a shop: what holidays and campaigns explain is not told as odd.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { runNotebookFile } from "@/tests/helpers/notebook_file.ts";

Deno.test("notebooks/shop.md tells of no day that its calendar knows", async () => {
  const { results, figures } = await runNotebookFile("notebooks/shop.md", [
    "--as-of",
    "2026-07-01",
  ]);
  assertEquals(new Set(results.cells.map(({ state }) => state)), new Set(["done"]));
  const { blocks } = results.cells.find(({ name }) => name === "odd") ?? { blocks: [] };
  const line = blocks.find(({ type }) => type === "line");
  const drawn = line?.type === "line" ? line : { periods: [], flags: [], events: [] };
  const covered = new Set<number>();
  for (const { from, until } of drawn.events ?? []) {
    for (let place = from; place <= until; place++) covered.add(place);
  }
  // 24 holidays from 2024 to May 2026, five sales of 7, 6, 7, 6 and 7 days, an outage of 2.
  assertEquals(covered.size, 24 + 33 + 2);
  assertEquals(drawn.flags.filter(({ index }) => covered.has(index)), []);
  // The day of the film is in no calendar.
  ok(drawn.flags.some(({ index }) => drawn.periods[index] === "2026-02-17"));
  assertEquals(figures("calendar")["next.name"], "Summer sale");
});
