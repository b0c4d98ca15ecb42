/**
 * The events notebook against what pandas makes of the same file. The fixture was written by
 * `python3 bench/peers/peer_pandas.py samples/events.csv OUT` as OUT/daily.csv.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { makeFolder, runTask } from "@/tests/helpers/command.ts";

const PEER = new URL("../fixtures/events_daily_peer.csv", import.meta.url);

/** Columns that both have under these names. */
const FIGURES = ["sum", "count", "mean", "min", "max"];

/** Floating point may differ in its last digits, relative to the figure. */
const TOLERANCE = 1e-9;

Deno.test("notebooks/events.md gives the daily figures that pandas gives", async () => {
  await using folder = await makeFolder();
  const { code, errors } = await runTask(
    "run-pipeline",
    ["notebooks/events.md", "--out", `${folder.path}/out`, "--format", "csv", "--quiet"],
    { environment: { DATA_DIR: `${folder.path}/data` } },
  );
  assertIs(code, 0, errors);
  const ours = readTable(await Deno.readTextFile(`${folder.path}/out/daily.csv`), "period");
  const theirs = readTable(await Deno.readTextFile(PEER), "ts");
  assertEquals([...ours.keys()], [...theirs.keys()]);
  for (const [key, figures] of theirs) {
    const own = ours.get(key) ?? [];
    figures.forEach((figure, i) => {
      const difference = Math.abs(own[i] - figure);
      assert(difference <= TOLERANCE * Math.max(1, Math.abs(figure)), `${key} ${FIGURES[i]}`);
    });
  }
});

/** The figures of each day and metric, in the order of the file; its texts hold no commas. */
function readTable(text: string, time: string): Map<string, number[]> {
  const [head, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  const at = (name: string) => head.indexOf(name);
  return new Map(lines.map((cells) => [
    `${cells[at(time)]} ${cells[at("metric")]}`,
    FIGURES.map((name) => Number(cells[at(name)])),
  ]));
}
