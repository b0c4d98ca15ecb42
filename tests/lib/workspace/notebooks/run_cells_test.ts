import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import {
  cellsIn,
  eventsUntil,
  isRunEnd,
  notebooksTest,
  runToEnd,
  statesIn,
} from "@/tests/helpers/notebooks.ts";

const TEXT =
  "```sql one\nquery: select 1 as n\n```\n\n```sql two\nquery: select n + 1 as n from one\n```\n";
const parameters = {};

function setNumber(number: number): Edit {
  return { type: "set_body", cell: "one", text: `query: select ${number} as n\n` };
}

/** Takes events for what a page does: it keeps how each cell stands. */
function applyTo(view: NotebookView, events: readonly WorkspaceEvent[]): Record<string, string> {
  const states: Record<string, string> = { ...statesIn(view) };
  for (const event of events) if (event.type === "cell") states[event.cell] = event.status.state;
  return states;
}

notebooksTest(
  "runCells() gives way to the next edit, and ends with what was edited last",
  async ({ notebooks: first, database, restart }) => {
    const { id } = await first.create({ text: TEXT });
    await runToEnd(first, { id });
    await first.close();
    // However busy the machine is.
    await database.query("update daybook.shown set milliseconds = 5");
    const notebooks = await restart();
    let revision = 1;
    let view = await notebooks.open({ id, parameters });
    for (const number of [10, 20, 30, 40]) {
      const outcome = await notebooks.edit({
        id,
        revision,
        edits: [setNumber(number)],
        editor: null,
        parameters,
      });
      assertIs(outcome.type, "saved");
      view = outcome.view;
      revision = view.revision;
    }
    const isDone = (event: WorkspaceEvent) =>
      event.type === "cell" && event.cell === "two" &&
      event.status.state === "fresh";
    const events = await eventsUntil(notebooks, { id, after: view.eventId, last: isDone });
    const after = await notebooks.open({ id, parameters });
    assertEquals(statesIn(after), { one: "fresh", two: "fresh" });
    assertEquals(applyTo(view, events), { one: "fresh", two: "fresh" });
    const [row] = await database.query<{ n: number }>(
      `select n from ${await relationOf(cellsIn(after).two.output?.key ?? "")}`,
    );
    // 40 + 1.
    assertIs(row.n, 41);

    async function relationOf(key: string): Promise<string> {
      const [found] = await database.query<{ relation: string }>(
        "select relation from daybook.results where key = $1",
        [key],
      );
      return found.relation;
    }
  },
);

notebooksTest(
  "runCells() tells 200 pages the same, each from where it began",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    const views = await Promise.all(
      Array.from({ length: 200 }, () => notebooks.open({ id, parameters })),
    );
    const pages = views.map(({ eventId }) =>
      eventsUntil(notebooks, { id, after: eventId, last: isRunEnd })
    );
    await notebooks.run({ id, what: { type: "all" }, parameters });
    const all = await Promise.all(pages);
    for (const [i, events] of all.entries()) {
      assertEquals(events, all[0]);
      assertEquals(applyTo(views[i], events), { one: "fresh", two: "fresh" });
    }
  },
);

notebooksTest(
  "runCells() keeps an older result while a newer one is computed",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: TEXT });
    await runToEnd(notebooks, { id });
    const before = cellsIn(await notebooks.open({ id, parameters }));
    const slow = "query: |\n  select count(*) as n\n" +
      "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n";
    await notebooks.edit({
      id,
      revision: 1,
      edits: [{ type: "set_body", cell: "one", text: slow }],
      editor: null,
      parameters,
    });
    await notebooks.cancel({ id });
    const { eventId } = await notebooks.open({ id, parameters });
    await notebooks.run({ id, what: { type: "all" }, parameters });
    const isRunning = (event: WorkspaceEvent) =>
      event.type === "cell" && event.cell === "one" && event.status.state === "running";
    await eventsUntil(notebooks, { id, after: eventId, last: isRunning });
    // The catalogue is asked while the cell runs: what is shown is in memory.
    const during = cellsIn(await notebooks.open({ id, parameters }));
    assertEquals(during.one.output, before.one.output);
    assert(during.one.status.state === "running");
    await notebooks.cancel({ id });
    assertEquals(cellsIn(await notebooks.open({ id, parameters })).one.status, {
      state: "stale",
      shown: true,
      cancelled: true,
    });
  },
);
