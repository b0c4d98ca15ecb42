import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import type { FigureDrawer } from "@/lib/workspace/notebooks/services.ts";
import {
  cellsIn,
  eventsUntil,
  notebooksTest,
  runToEnd,
  statesIn,
} from "@/tests/helpers/notebooks.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";

const TEXT = `---
title: Shop
params:
  period: { type: date_range, default: { last: 90, unit: day } }
  region: { type: choice, column: tidy.region }
  least: { type: number, default: 0, max: 9 }
  what: { type: measure, default: revenue }
---

\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`clean tidy
steps:
  - trim: true
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures: { revenue: sum(amount), orders: count(*) }
\`\`\`
`;

const ORDERS = "day,region,amount\n2026-01-01,North,10\n2026-01-01,South,20\n2026-01-02,North,30\n";
const parameters = {};

notebooksTest("makeView() tells a control for each parameter", async ({ notebooks, folder }, t) => {
  await folder.write("orders.csv", ORDERS);
  const { id } = await notebooks.create({ text: TEXT });
  await runToEnd(notebooks, { id });
  await t.step("with its default, and the values of its column", async () => {
    const view = await notebooks.open({ id, parameters });
    assertEquals(
      view.parameters.map(({ name, value, given, choices, problem }) => [
        name,
        value,
        given,
        choices,
        problem,
      ]),
      [
        ["period", "last 90 days", false, [], null],
        ["region", "all", false, ["all", "North", "South"], null],
        ["least", "0", false, [], null],
        ["what", "revenue", false, ["revenue", "orders"], null],
      ],
    );
  });
  await t.step("with what was given, and why it does not fit", async () => {
    const given = { least: "10", region: "South", other: "1" };
    const view = await notebooks.open({ id, parameters: given });
    const [, region, least] = view.parameters;
    assertEquals([region.value, region.given, region.problem], ["South", true, null]);
    assertEquals([least.value, least.given], ["10", true]);
    assert(least.problem?.includes("it must be at most 9"));
  });
});

notebooksTest(
  "makeView() tells what is wrong at its place, and shows the rest",
  async ({ notebooks }) => {
    const text =
      "---\nunknown: 1\n---\n\n```kpi daily\ntime: day\ngrain: moon\n```\n\n```sql one\nquery: select 1 as n\n```\n" +
      "\n```sql off\ndisabled: true\nquery: select 2 as n\n```\n\n```sql below\nquery: select n from off\n```\n";
    const { id } = await notebooks.create({ text });
    const view = await notebooks.open({ id, parameters });
    assertEquals(view.problems.map(({ place }) => place.line), [2]);
    assertEquals(statesIn(view), {
      daily: "failed",
      one: "stale",
      off: "disabled",
      below: "waiting",
    });
    assert(cellsIn(view).daily.problems.length > 0);
  },
);

const EVENTS_TEXT = `---
params:
  source: { type: source, default: shop }
  metric: { type: metric }
---

\`\`\`load days
source: \${source}
take: days
metrics: \${metric}
\`\`\`
`;

notebooksTest("makeView() offers sources of events and their metrics", async (given) => {
  const { notebooks, database } = given;
  const events = [
    { value: "1", metric: "visits" },
    { value: "1", metric: "sales", dimensions: { city: "Graz" } },
    { value: "2", metric: "sales", dimensions: { city: "Linz" } },
    { source: "web", value: "1", metric: "hits" },
  ].map(makeEvent);
  await storeBatch(database, { batch: "one", events });
  const { id } = await notebooks.create({ text: EVENTS_TEXT });
  const choices = async (parameters: Record<string, string>) =>
    (await notebooks.open({ id, parameters })).parameters.map((one) => one.choices);
  // The metric with the most events comes first.
  assertEquals(await choices({}), [["shop", "web"], ["all", "sales", "visits"]]);
  assertEquals(await choices({ source: "web" }), [["shop", "web"], ["all", "hits"]]);
});

notebooksTest("makeView() sees that events have come, and that a source has", async (given) => {
  const { notebooks, database } = given;
  const { id } = await notebooks.create({ text: EVENTS_TEXT });
  const states = async () => statesIn(await notebooks.open({ id, parameters }));
  assertEquals(await states(), { days: "failed" });
  await storeBatch(database, { batch: "one", events: [makeEvent({ value: "1" })] });
  assertEquals(await states(), { days: "stale" });
  await runToEnd(notebooks, { id });
  assertEquals(await states(), { days: "fresh" });
  const later = makeEvent({ value: "1", time: "2026-01-07T00:00:00Z" });
  await storeBatch(database, { batch: "two", events: [later] });
  assertEquals(await states(), { days: "stale" });
});

notebooksTest("makeView() sees that a file has changed", async ({ notebooks, folder }, t) => {
  await folder.write("orders.csv", ORDERS);
  const { id } = await notebooks.create({ text: TEXT });
  await runToEnd(notebooks, { id });
  const states = async () => statesIn(await notebooks.open({ id, parameters }));
  assertEquals(await states(), { orders: "fresh", tidy: "fresh", daily: "fresh" });
  await t.step("into another", async () => {
    await folder.write("orders.csv", ORDERS + "2026-01-03,North,5\n");
    assertEquals(await states(), { orders: "stale", tidy: "stale", daily: "stale" });
    assertIs(cellsIn(await notebooks.open({ id, parameters })).orders.output?.rows, 3);
  });
  await t.step("into none", async () => {
    await Deno.remove(`${folder.path}/orders.csv`);
    assertEquals(await states(), { orders: "failed", tidy: "waiting", daily: "waiting" });
  });
  await t.step("and is as it was", async () => {
    await folder.write("orders.csv", ORDERS);
    assertEquals(await states(), { orders: "fresh", tidy: "fresh", daily: "fresh" });
  });
});

notebooksTest(
  "makeView() asks the database nothing where nothing changed",
  async ({ notebooks, folder, database }) => {
    await folder.write("orders.csv", ORDERS);
    const { id } = await notebooks.create({ text: TEXT });
    await runToEnd(notebooks, { id });
    const first = await notebooks.open({ id, parameters });
    await closeWhile(database, async () => {
      assertEquals(await notebooks.open({ id, parameters }), first);
    });
  },
);

/** Does something while a transaction holds the only connection of the embedded database. */
async function closeWhile(database: Database, work: () => Promise<void>): Promise<void> {
  await database.transaction(work);
}

notebooksTest(
  "makeView() keeps what a renamed cell shows, and what a deleted one did",
  async ({ notebooks }) => {
    const text = "```sql one\nquery: select 1 as n\n```\n";
    const { id } = await notebooks.create({ text });
    await runToEnd(notebooks, { id });
    const change = { id, editor: null, parameters };
    const renamed = await notebooks.edit({
      ...change,
      revision: 1,
      edits: [
        { type: "rename_cell", cell: "one", to: "first" },
        { type: "set_body", cell: "first", text: "query: select 2 as n\n" },
      ],
    });
    const { first } = cellsIn(renamed.view);
    assertIs(first.output?.rows, 1);
    const deleted = await notebooks.edit({
      ...change,
      revision: 2,
      edits: [{ type: "delete_cell", cell: "first" }],
    });
    assertEquals(cellsIn(deleted.view), {});
    const undone = await notebooks.undo({ id, revision: 3, parameters });
    assert(cellsIn(undone.view).first.output !== null);
  },
);

notebooksTest(
  "makeView() leaves out what the page shows already, and nothing else",
  async ({ notebooks, folder }) => {
    await folder.write("orders.csv", ORDERS);
    const { id } = await notebooks.create({ text: TEXT });
    await runToEnd(notebooks, { id });
    const whole = cellsIn(await notebooks.open({ id, parameters }));
    const keyOf = (cell: string) => whole[cell].output?.key ?? "";
    for (const { output } of Object.values(whole)) assert((output?.blocks.length ?? 0) > 0);
    const known = {
      tidy: keyOf("tidy").slice(0, 16),
      // Another key, and too little of one: both are shown whole.
      daily: "0".repeat(16),
      orders: keyOf("orders").slice(0, 15),
    };
    const cells = cellsIn(await notebooks.open({ id, parameters, known }));
    assertEquals(cells.orders.output, whole.orders.output);
    assertEquals(cells.daily.output, whole.daily.output);
    assertEquals(cells.tidy.output, {
      ...whole.tidy.output,
      blocks: [],
      figures: {},
      drawings: {},
    });
  },
);

notebooksTest(
  "makeView() leaves out what a page shows already, but for what stands on top too",
  async ({ notebooks }) => {
    const text = "```sql one\nquery: select 1 as n\n```\n\n" +
      '```summary brief\ntemplate: "{{ one.rows }} row"\n```\n';
    const { id } = await notebooks.create({ text });
    await runToEnd(notebooks, { id });
    const { one, brief } = cellsIn(await notebooks.open({ id, parameters }));
    const known = { one: one.output?.key ?? "", brief: brief.output?.key ?? "" };
    const again = cellsIn(await notebooks.open({ id, parameters, known }));
    assertEquals(again.one.output?.blocks, []);
    assertEquals(again.brief.output, brief.output);
    // Of another result all is told.
    const other = { one: "0".repeat(64) };
    assertEquals(cellsIn(await notebooks.open({ id, parameters, known: other })).one, one);
  },
);

/** Loses the charts that it is asked for first, as a drawer does that is killed under load. */
function losingDrawer(): FigureDrawer {
  let asked = 0;
  return {
    draw: (figures) =>
      ++asked === 1
        ? Promise.reject(new Error("Too slow"))
        : Promise.resolve(figures.map(() => ({ wide: "wide", narrow: "narrow" }))),
  };
}

notebooksTest(
  "makeView() has charts drawn that were lost, and tells the page",
  async ({ notebooks, folder }) => {
    await folder.write("orders.csv", ORDERS);
    const { id } = await notebooks.create({ text: TEXT });
    await runToEnd(notebooks, { id });
    const { eventId } = await notebooks.open({ id, parameters });
    const isTold = (event: WorkspaceEvent) => event.type === "cell" && event.cell === "daily";
    await eventsUntil(notebooks, { id, after: eventId, last: isTold });
    const { daily } = cellsIn(await notebooks.open({ id, parameters }));
    assert(Object.keys(daily.output?.drawings ?? {}).length > 0);
  },
  { drawer: losingDrawer(), log: createLog({ level: "error", write: () => {} }) },
);
