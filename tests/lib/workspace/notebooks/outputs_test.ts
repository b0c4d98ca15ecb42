import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { Block, Figure } from "@/lib/chart/block.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { Background } from "@/lib/workspace/notebooks/background.ts";
import { FIRST_WAIT_MILLISECONDS, Outputs } from "@/lib/workspace/notebooks/outputs.ts";
import type { FigureDrawer } from "@/lib/workspace/notebooks/services.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const bars: Figure = {
  type: "bar",
  title: "Bars",
  answer: null,
  axis: { title: "Amount", unit: null },
  category: "Region",
  grain: null,
  bars: [{ name: "North", value: 1 }],
};
const text: Block = { type: "text", paragraphs: [[{ kind: "plain", text: "Words" }]] };
const OUTPUT = {
  key: "a".repeat(64),
  rows: 3,
  rejected: 1,
  blocks: [text, bars],
  figures: { total: { value: 3, unit: null, title: "Total" } },
  milliseconds: 5,
  computedAt: "2026-01-01T00:00:00Z",
};

/** Draws each figure as the number of times that it was asked to draw. */
function countingDrawer(): FigureDrawer & { readonly count: () => number } {
  let count = 0;
  return {
    draw(figures) {
      count++;
      return Promise.resolve(figures.map(() => ({ wide: `wide ${count}`, narrow: `${count}` })));
    },
    count: () => count,
  };
}

function outputsOf(database: Database, drawer: FigureDrawer, now?: () => number) {
  const lines: string[] = [];
  const log = createLog({ level: "error", write: (line) => lines.push(line) });
  const background = new Background(log);
  const services = { database, drawer, log, background, ...(now === undefined ? {} : { now }) };
  return { outputs: new Outputs(services), background, lines };
}

databaseTest("Outputs draws a result once, and serves it from then on", async (database) => {
  const drawer = countingDrawer();
  const { outputs, background } = outputsOf(database, drawer);
  const made = await Promise.all([outputs.make(OUTPUT), outputs.make(OUTPUT)]);
  await outputs.make(OUTPUT);
  const drawn = { ...OUTPUT, drawings: { 1: { wide: "wide 1", narrow: "1" } } };
  assertEquals(made, [drawn, drawn]);
  assertIs(drawer.count(), 1);
  await background.settled();

  const later = outputsOf(database, drawer).outputs;
  assertIs(later.peek(OUTPUT.key), null);
  await later.load([OUTPUT.key, "b".repeat(64)]);
  assertEquals(later.peek(OUTPUT.key), drawn);
  assertIs(drawer.count(), 1);
});

databaseTest(
  "Outputs shows what can't be drawn without a chart, and tries again later",
  async (database) => {
    const broken: FigureDrawer = { draw: () => Promise.reject(new Error("Broken")) };
    const { outputs, background, lines } = outputsOf(database, broken);
    assertEquals((await outputs.make(OUTPUT)).drawings, {});
    await background.settled();
    assertIs(lines.length, 1);
    const drawer = countingDrawer();
    const later = outputsOf(database, drawer);
    await later.outputs.load([OUTPUT.key]);
    assertIs(later.outputs.peek(OUTPUT.key), null);
    await later.outputs.make(OUTPUT);
    assertIs(drawer.count(), 1);
    await later.background.settled();
  },
);

databaseTest(
  "Outputs draws charts that were lost again, and waits where they are lost once more",
  async (database) => {
    let clock = 0;
    let asked = 0;
    const drawer: FigureDrawer = {
      draw: (figures) =>
        ++asked < 3
          ? Promise.reject(new Error("Too slow"))
          : Promise.resolve(figures.map(() => ({ wide: "wide", narrow: "narrow" }))),
    };
    const { outputs, background } = outputsOf(database, drawer, () => clock);
    const { key } = OUTPUT;
    await outputs.make(OUTPUT);
    assertIs(asked, 1);
    assertIs(outputs.isDue(key), true);
    // Two who look at it at once have it drawn once.
    const again = await Promise.all([outputs.drawAgain(key), outputs.drawAgain(key)]);
    assertEquals(again, [false, false]);
    assertIs(asked, 2);

    // Lost twice: the next try is a wait later.
    assertIs(await outputs.drawAgain(key), false);
    assertIs(asked, 2);
    clock = FIRST_WAIT_MILLISECONDS - 1;
    assertIs(outputs.isDue(key), false);
    clock = FIRST_WAIT_MILLISECONDS;
    assertIs(await outputs.drawAgain(key), true);
    assertIs(outputs.isDue(key), false);
    const drawn = { ...OUTPUT, drawings: { 1: { wide: "wide", narrow: "narrow" } } };
    assertEquals(outputs.peek(key), drawn);
    await background.settled();

    const later = outputsOf(database, drawer).outputs;
    await later.load([key]);
    assertEquals(later.peek(key), drawn);
  },
);
