/**
 * The notebook of web traffic: days that nobody counted stay gaps.
 *
 * @module
 */
import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { runNotebookFile } from "@/tests/helpers/notebook_file.ts";

const TRAFFIC = new URL("../../samples/web_traffic.csv", import.meta.url);
const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** Visits by day, as plain code reads the file below its title. */
function readVisits(text: string): Map<string, number> {
  const rows = text.trim().split(/\r?\n/).map((line) => line.split(";"));
  return new Map(
    rows.filter(([day]) => /^\d\d\.\d\d\.\d{4}$/.test(day))
      .map(([day, visits]) => [day.split(".").toReversed().join("-"), Number(visits)]),
  );
}

Deno.test("notebooks/web_traffic.md keeps days that nobody counted as gaps", async () => {
  const { results, figures } = await runNotebookFile("notebooks/web_traffic.md");
  const visits = readVisits(await Deno.readTextFile(TRAFFIC));
  const days = [...visits.keys()].sort();
  const span = (Date.parse(days.at(-1) ?? "") - Date.parse(days[0])) / MILLISECONDS_A_DAY + 1;

  const { blocks } = results.cells.find(({ name }) => name === "odd") ?? { blocks: [] };
  const line = blocks.find(({ type }) => type === "line");
  const drawn = line?.type === "line" ? line : { periods: [], series: [] };
  assertEquals(drawn.periods.length, span);
  assertEquals(
    drawn.periods.filter((_, index) => drawn.series[0].values[index] === null),
    drawn.periods.filter((day) => !visits.has(day)),
  );
  const total = [...visits.values()].reduce((sum, count) => sum + count, 0);
  assertEquals(figures("daily")["visits.total"], total);
  assertEquals(new Set(results.cells.map(({ state }) => state)), new Set(["done"]));
});

Deno.test("notebooks/web_traffic.md forecasts as many days as its parameter says", async () => {
  const { figures } = await runNotebookFile("notebooks/web_traffic.md", [
    "--param",
    "horizon=3",
  ]);
  assertEquals(figures("next").horizon, 3);
});
