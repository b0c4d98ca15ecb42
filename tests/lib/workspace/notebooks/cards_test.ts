import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const parameters = {};

notebooksTest("listCards() finds notebooks by words and tags", async ({ notebooks }, t) => {
  await notebooks.create({
    text: "---\ntitle: Web Traffic\ndescription: Visits by day\ntags: [web, daily]\n---\n",
  });
  await notebooks.create({ title: "Sales 100%" });
  await notebooks.create({});
  const cases: readonly [asked: object, titles: readonly string[]][] = [
    [{}, ["Untitled notebook", "Sales 100%", "Web Traffic"]],
    [{ search: "" }, ["Untitled notebook", "Sales 100%", "Web Traffic"]],
    [{ search: "TRAFFIC visits" }, ["Web Traffic"]],
    [{ search: "daily" }, ["Web Traffic"]],
    [{ search: "traffic sales" }, []],
    [{ search: "0%" }, ["Sales 100%"]],
    [{ search: "_" }, []],
    [{ tag: "web" }, ["Web Traffic"]],
    [{ tag: "we" }, []],
  ];
  for (const [asked, titles] of cases) {
    await t.step(JSON.stringify(asked), async () => {
      assertEquals((await notebooks.list(asked)).map(({ title }) => title), titles);
    });
  }
});

notebooksTest("listCards() tells whether there is anything to run", async ({ notebooks }, t) => {
  const cases: readonly [text: string, hasCells: boolean][] = [
    ["", false],
    ["# Words\n\n```json\n{}\n```\n\nload\n", false],
    ["```loader\n```\n", false],
    ["```load\nfile: a.csv\n```", true],
    ["Words\r\n\r\n  ~~~~ sql one\r\n~~~~\r\n", true],
  ];
  for (const [text, hasCells] of cases) {
    await t.step(JSON.stringify(text), async () => {
      const { id } = await notebooks.create({ text });
      const cards = await notebooks.list({});
      assertIs(cards.find((card) => card.id === id)?.hasCells, hasCells);
    });
  }
});

notebooksTest(
  "listCards() tells how the cells stand, and what stands out",
  async ({ notebooks }) => {
    const text =
      "```load orders\ninline: |\n  day,amount\n  2026-01-01,10\n  2026-01-02,30\n```\n\n" +
      "```kpi daily\ntime: day\nmeasures: { revenue: sum(amount) }\n```\n\n" +
      "```check sound\nfrom: orders\nrange: { amount: { min: 20 } }\nseverity: error\n```\n";
    const { id } = await notebooks.create({ text });
    const [before] = await notebooks.list({});
    assertEquals([before.lastRun, before.drawing, before.headline], [null, null, null]);
    await runToEnd(notebooks, { id });
    await notebooks.open({ id, parameters });
    await notebooks.edit({
      id,
      revision: 1,
      edits: [{
        type: "add_cell",
        at: 99,
        kind: "sql",
        name: "new",
        body: "query: select 1 as n\n",
      }],
      editor: null,
      parameters,
    });
    await notebooks.open({ id, parameters });
    await notebooks.close();
    const [card] = await notebooks.list({});
    // The check fails, since 10 is less than 20; the new cell never ran.
    assertEquals([card.failed, card.stale, card.lastRun?.state], [1, 1, "failed"]);
    assertIs(card.headline?.type, "number");
    assertEquals(Object.keys(card.drawing ?? {}), ["wide", "narrow"]);
  },
  { draws: true },
);

notebooksTest(
  "deleteNotebook() takes a notebook away until it is restored",
  async ({ notebooks, database, restart }, t) => {
    const { id } = await notebooks.create({ title: "Sales" });
    const { eventId } = await notebooks.open({ id, parameters });
    const events = notebooks.follow({ id, after: eventId })[Symbol.asyncIterator]();
    await notebooks.remove({ id });
    await notebooks.remove({ id });
    assertEquals((await events.next()).value?.event, { type: "deleted" });
    assertIs((await events.next()).done, true);
    assertEquals(await notebooks.list({}), []);
    for (const asked of [notebooks.open({ id, parameters }), notebooks.source({ id })]) {
      await assertRejects(asked, { code: "NOT_FOUND" });
    }
    await t.step("within 30 days", async () => {
      await notebooks.restore({ id });
      assertIs((await notebooks.open({ id, parameters })).title, "Sales");
    });
    await t.step("and not after them", async () => {
      await notebooks.remove({ id });
      await database.query("update daybook.notebooks set deleted_at = now() - interval '31 days'");
      await assertRejects((await restart()).restore({ id }), { code: "NOT_FOUND" });
    });
  },
);

notebooksTest(
  "duplicateNotebook() copies the text and shows the same results",
  async ({ notebooks }) => {
    const text = "---\ntitle: Shop\n---\n\n```sql one\nquery: select 1 as n\n```\n";
    const original = await notebooks.create({ text });
    await runToEnd(notebooks, { id: original.id });
    const { id } = await notebooks.duplicate({ id: original.id });
    const view = await notebooks.open({ id, parameters });
    assertIs(view.title, "Shop (copy)");
    assertEquals(view.blocks.flatMap((block) => block.type === "cell" ? block.cell.status : []), [
      { state: "fresh" },
    ]);
  },
);

notebooksTest("createNotebook() gives a title to a text without one", async ({ notebooks }) => {
  const named = await notebooks.create({ title: "Given", text: "---\ntitle: Own\n---\n" });
  const unnamed = await notebooks.create({ title: "Given", text: "Some prose.\n" });
  assertIs((await notebooks.open({ id: named.id, parameters })).title, "Own");
  assertIs((await notebooks.open({ id: unnamed.id, parameters })).title, "Given");
  assertIs(
    (await notebooks.source({ id: unnamed.id })).text,
    "---\ntitle: Given\n---\n\nSome prose.\n",
  );
});
