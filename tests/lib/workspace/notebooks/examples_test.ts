import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isFigure } from "@/lib/chart/figure.ts";
import { shareEvents } from "@/lib/notebook/run/shared_events.ts";
import { cellsIn, notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";
import { runNotebookFile } from "@/tests/helpers/notebook_file.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FILES = ["events", "sales", "shop", "web_traffic"];
const parameters = {};

notebooksTest(
  "addExamples() fills an empty workspace once, and each shows what run-pipeline finds",
  async ({ notebooks, restart }, t) => {
    const cards = await notebooks.list({});
    assertEquals(cards.map(({ title }) => title).toSorted(), [
      "Events",
      "Sales",
      "Shop",
      "Web traffic",
    ]);
    for (const file of FILES) {
      await t.step(file, async () => {
        const text = await Deno.readTextFile(`${ROOT}/notebooks/${file}.md`);
        const [, title] = /^title: (.*)$/m.exec(text) ?? [];
        const { id } = cards.find((card) => card.title === title)!;
        await runToEnd(notebooks, { id });
        const view = cellsIn(await notebooks.open({ id, parameters }));
        const { results } = await runNotebookFile(`notebooks/${file}.md`);
        assertEquals(Object.keys(view), results.cells.map(({ name }) => name));
        for (const { name, key, figures, blocks, events, rows, rejected } of results.cells) {
          const { output, status } = view[name];
          assertEquals(status, { state: "fresh" });
          assert(output !== null);
          assertEquals({ ...output.figures }, { ...figures }, `figures of ${name}`);
          assertEquals(shareEvents(output.blocks), { blocks, events }, `blocks of ${name}`);
          assertEquals([output.key, output.rows, output.rejected], [key, rows, rejected]);
          const drawn = Object.entries(output.drawings).map(([place, { wide }]) => {
            assert(wide.startsWith("<svg"));
            return Number(place);
          });
          assertEquals(drawn, output.blocks.flatMap((block, i) => isFigure(block) ? [i] : []));
        }
        const card = (await notebooks.list({})).find((one) => one.id === id)!;
        assert(card.drawing !== null && card.headline !== null && card.lastRun !== null);
        assertEquals([card.stale, card.failed], [0, 0]);
      });
    }
    await t.step("and are not put in again once they were deleted", async () => {
      for (const { id } of cards) await notebooks.remove({ id });
      assertEquals(await (await restart()).list({}), []);
    });
  },
  { examples: `${ROOT}/notebooks`, folders: [ROOT], draws: true },
);
