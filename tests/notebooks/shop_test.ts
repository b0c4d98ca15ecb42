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
  const odd = results.cells.find(({ name }) => name === "odd");
  const { blocks = [], events = [] } = odd ?? {};
  const line = blocks.find(({ type }) => type === "line");
  const drawn = line?.type === "line" ? line : { periods: [], flags: [] };
  const isCovered = (day: string) => events.some(({ from, until }) => from <= day && day <= until);
  const covered = drawn.periods.filter(isCovered);
  // 24 holidays from 2024 to May 2026, five sales of 7, 6, 7, 6 and 7 days, an outage of 2.
  assertEquals(covered.length, 24 + 33 + 2);
  assertEquals(drawn.flags.filter(({ index }) => isCovered(drawn.periods[index])), []);
  // The day of the film is in no calendar.
  ok(drawn.flags.some(({ index }) => drawn.periods[index] === "2026-02-17"));
  assertEquals(figures("calendar")["next.name"], "Summer sale");
});
