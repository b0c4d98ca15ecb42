import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { EditOutcome } from "@/lib/workspace/notebooks/revision_view.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import {
  cellsIn,
  eventsUntil,
  isRunEnd,
  notebooksTest,
  runToEnd,
  statesIn,
} from "@/tests/helpers/notebooks.ts";

const TEXT = `---
title: Shop
---

Orders of the shop.

\`\`\`load orders
inline: |
  day,amount
  2026-01-01,10
  2026-01-02,30
\`\`\`

\`\`\`kpi daily
time: day
measures: { revenue: sum(amount) }
\`\`\`

\`\`\`summary brief
\`\`\`
`;

const parameters = {};
const editor = "page";

function saved(outcome: EditOutcome): NotebookView {
  assertIs(outcome.type, "saved");
  return outcome.view;
}

function setMeasure(expression: string): Edit {
  return {
    type: "set_body",
    cell: "daily",
    text: `time: day\nmeasures:\n  revenue: ${expression}\n`,
  };
}

notebooksTest(
  "applyEdits() finds no revision of a number that there cannot be",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    const edits = [setMeasure("max(amount)")];
    for (const revision of [0, 2, 1.5, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const edited = notebooks.edit({ id, revision, edits, editor, parameters });
      await assertRejects(edited, { code: "NOT_FOUND" });
    }
    assertIs((await notebooks.source({ id })).text, TEXT);
  },
);

notebooksTest(
  "applyEdits() saves a revision that can be undone and done again",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    const edits = [setMeasure("max(amount)")];
    const first = saved(await notebooks.edit({ id, revision: 1, edits, editor, parameters }));
    assertEquals([first.revision, first.canUndo, first.canRedo], [2, true, false]);
    const second = saved(
      await notebooks.edit({
        id,
        revision: 2,
        edits: [{ type: "rename_cell", cell: "daily", to: "each_day" }],
        editor,
        parameters,
      }),
    );
    assertIs(second.revision, 3);
    const texts = [
      (await notebooks.source({ id, revision: 1 })).text,
      (await notebooks.source({ id, revision: 2 })).text,
      (await notebooks.source({ id, revision: 3 })).text,
    ];
    assertIs(texts[0], TEXT);

    const undone = saved(await notebooks.undo({ id, revision: 3, parameters }));
    assertEquals([undone.canUndo, undone.canRedo], [true, true]);
    assertIs((await notebooks.source({ id })).text, texts[1]);
    const none = saved(await notebooks.undo({ id, revision: 4, parameters }));
    assertEquals([none.canUndo, none.canRedo], [false, true]);
    assertIs((await notebooks.source({ id })).text, texts[0]);
    const same = saved(await notebooks.undo({ id, revision: 5, parameters }));
    assertIs(same.revision, 5);
    saved(await notebooks.redo({ id, revision: 5, parameters }));
    const again = saved(await notebooks.redo({ id, revision: 6, parameters }));
    assertEquals([again.canUndo, again.canRedo], [true, false]);
    assertIs((await notebooks.source({ id })).text, texts[2]);

    assertEquals((await notebooks.history({ id })).map(({ what }) => what), [
      'Did again: Renamed "daily" to "each_day"',
      'Did again: Changed "daily": measures.revenue sum(amount) → max(amount)',
      'Undid: Changed "daily": measures.revenue sum(amount) → max(amount)',
      'Undid: Renamed "daily" to "each_day"',
      'Renamed "daily" to "each_day"',
      'Changed "daily": measures.revenue sum(amount) → max(amount)',
      "Made it of a file",
    ]);
  },
);

notebooksTest(
  "applyEdits() shows the second of two editors what the first did",
  async ({ notebooks }, t) => {
    const { id } = await notebooks.create({ text: TEXT });
    saved(
      await notebooks.edit({
        id,
        revision: 1,
        edits: [setMeasure("max(amount)")],
        editor,
        parameters,
      }),
    );
    await t.step("where both changed the same cell", async () => {
      const outcome = await notebooks.edit({
        id,
        revision: 1,
        edits: [setMeasure("min(amount)")],
        editor: "other",
        parameters,
      });
      assert(outcome.type === "conflict");
      assertIs(outcome.view.revision, 2);
      assertEquals(outcome.differences.filter(({ type }) => type !== "same"), [
        { type: "removed", text: "measures: { revenue: sum(amount) }" },
        { type: "added", text: "measures:" },
        { type: "added", text: "  revenue: max(amount)" },
      ]);
    });
    await t.step("but saves both where they changed different cells", async () => {
      const edits: Edit[] = [{ type: "set_disabled", cell: "brief", disabled: true }];
      const view = saved(
        await notebooks.edit({ id, revision: 1, edits, editor: "other", parameters }),
      );
      assertIs(view.revision, 3);
      assertIs(cellsIn(view).brief.status.state, "disabled");
      assert(cellsIn(view).daily.text.includes("max(amount)"));
    });
    await t.step("and refuses to undo what was not seen", async () => {
      assertIs((await notebooks.undo({ id, revision: 1, parameters })).type, "conflict");
    });
  },
);

notebooksTest(
  "applyEdits() of two at once saves one and tells the other",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    const edit = (expression: string) =>
      notebooks.edit({ id, revision: 1, edits: [setMeasure(expression)], editor, parameters });
    const outcomes = await Promise.all([edit("max(amount)"), edit("min(amount)")]);
    assertEquals(outcomes.map(({ type }) => type), ["saved", "conflict"]);
  },
);

notebooksTest(
  "applyEdits() saves nothing of edits of which one can't be done",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    const edits: Edit[] = [
      { type: "delete_cell", cell: "brief" },
      { type: "rename_cell", cell: "none", to: "other" },
    ];
    await assertRejects(notebooks.edit({ id, revision: 1, edits, editor, parameters }), {
      code: "BAD_NOTEBOOK",
    });
    assertIs((await notebooks.source({ id })).text, TEXT);
  },
);

notebooksTest(
  "applyEdits() reruns what was quick, and only what the edit made stale",
  async ({ notebooks: first, database, restart }) => {
    const { id } = await first.create({ text: TEXT });
    const before = saved(
      await first.edit({
        id,
        revision: 1,
        edits: [setMeasure("max(amount)")],
        editor,
        parameters,
      }),
    );
    // Nothing was ever run: how long it takes is not known.
    assertEquals(statesIn(before), { orders: "stale", daily: "stale", brief: "stale" });
    await runToEnd(first, { id });
    await first.close();
    // However busy the machine is.
    await database.query("update daybook.shown set milliseconds = 5");
    const notebooks = await restart();

    const { eventId } = await notebooks.open({ id, parameters });
    const edits = [setMeasure("min(amount)")];
    const view = saved(await notebooks.edit({ id, revision: 2, edits, editor, parameters }));
    assertEquals(statesIn(view), { orders: "fresh", daily: "queued", brief: "queued" });
    // An older result is shown meanwhile: 30 was the largest of the second day.
    assertIs(cellsIn(view).daily.output?.figures["revenue.last"]?.value, 30);
    const events = await eventsUntil(notebooks, { id, after: eventId, last: isRunEnd });
    assertEquals(events[0], { type: "edited", revision: 3, editor });
    assertEquals(statesIn(await notebooks.open({ id, parameters })), {
      orders: "fresh",
      daily: "fresh",
      brief: "fresh",
    });
    const loads = await database.query("select key from daybook.results where kind = 'load'");
    assertIs(loads.length, 1);

    // Undoing costs nothing: the result is there.
    const undone = saved(await notebooks.undo({ id, revision: 3, parameters }));
    assertEquals(statesIn(undone), { orders: "fresh", daily: "fresh", brief: "fresh" });
  },
);

notebooksTest("restoreText() makes an older revision the newest", async ({ notebooks }) => {
  const { id } = await notebooks.create({ text: TEXT });
  const edits: Edit[] = [{ type: "delete_cell", cell: "brief" }];
  saved(await notebooks.edit({ id, revision: 1, edits, editor, parameters }));
  const view = saved(await notebooks.restoreRevision({ id, revision: 2, to: 1, parameters }));
  assertIs(view.revision, 3);
  assertIs((await notebooks.source({ id })).text, TEXT);
  await assertRejects(notebooks.restoreRevision({ id, revision: 3, to: 9, parameters }), {
    code: "NOT_FOUND",
  });
});

notebooksTest(
  "applyEdits() tells once of what a page writes in one cell, and undoes each step of it",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    let revision = 1;
    const write = async (expression: string, page: string | null = editor) => {
      const edits = [setMeasure(expression)];
      ({ revision } = saved(
        await notebooks.edit({ id, revision, edits, editor: page, parameters }),
      ));
    };
    const words = async () =>
      (await notebooks.history({ id })).map(({ revision, what }) => `${revision} ${what}`);
    const told = (at: number, from: string, to: string) =>
      `${at} Changed "daily": measures.revenue ${from}(amount) → ${to}(amount)`;
    const first = "1 Made it of a file";
    await write("min(amount)");
    await write("[");
    await write("avg(amount)");
    await write("max(amount)");
    assertEquals(await words(), [told(5, "sum", "max"), first]);

    // Each step can be undone, and what is done after that is told by itself.
    ({ revision } = saved(await notebooks.undo({ id, revision, parameters })));
    assert((await notebooks.source({ id })).text.includes("avg(amount)"));
    const undone = '6 Undid: Changed "daily": measures.revenue avg(amount) → max(amount)';
    await write("min(amount)");
    assertEquals(await words(), [told(7, "avg", "min"), undone, told(5, "sum", "max"), first]);

    // Somebody else, and a run, come between.
    await write("sum(amount)", "another page");
    await write("max(amount)");
    await runToEnd(notebooks, { id });
    await write("min(amount)");
    assertEquals((await words()).slice(0, 4), [
      told(10, "max", "min"),
      told(9, "sum", "max"),
      told(8, "min", "sum"),
      told(7, "avg", "min"),
    ]);
    // What is told with another can still be gone back to.
    assert((await notebooks.source({ id, revision: 4 })).text.includes("avg(amount)"));
  },
);

notebooksTest("applyEdits() refuses more edits of a long notebook than it can read", async (
  { notebooks },
) => {
  const letters = 100_100;
  const text = `${TEXT}\n${"a ".repeat((letters - TEXT.length - 2) / 2)}\n`;
  const { id } = await notebooks.create({ text });
  const edits = Array.from({ length: 200 }, (_, i) => setMeasure(`sum(amount) + ${i}`));
  await assertRejects(
    // 200 times 100,100 letters are more than 20 million.
    notebooks.edit({ id, revision: 1, edits, editor, parameters }),
    /Cannot make so many edits at once as the notebook may have 100000 letters for them/,
  );
  const few = edits.slice(0, 3);
  saved(await notebooks.edit({ id, revision: 1, edits: few, editor, parameters }));
  assert((await notebooks.source({ id })).text.includes("sum(amount) + 2"));
});
