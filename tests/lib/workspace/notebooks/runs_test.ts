import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import type { WorkspaceEvent } from "@/lib/workspace/notebooks/run_view.ts";
import {
  cellsIn,
  eventsUntil,
  isRunEnd,
  notebooksTest,
  runToEnd,
  statesIn,
} from "@/tests/helpers/notebooks.ts";

const parameters = {};

/** A cell that goes on for minutes, and one below it. */
const SLOW = "```sql slow\nquery: |\n  select count(*) as n\n" +
  "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n```\n\n" +
  "```sql after\nquery: select n + 1 as n from slow\n```\n\n" +
  "```sql quick\nquery: select 1 as n\n```\n";

function isCell(cell: string, state: string) {
  return (event: WorkspaceEvent) =>
    event.type === "cell" && event.cell === cell && event.status.state === state;
}

/** A load whose sum each cell below it multiplies. */
function shop(rows: readonly number[], factor = 1): string {
  return `\`\`\`load orders\ninline: |\n  day,amount\n${
    rows.map((amount, i) => `  2026-01-0${i + 1},${amount}\n`).join("")
  }\`\`\`\n\n\`\`\`sql total\nquery: select sum(amount) * ${factor} as total from orders\n\`\`\`\n`;
}

notebooksTest("cancelRuns() stops the work", async ({ notebooks, database }) => {
  const { id } = await notebooks.create({ text: SLOW });
  const { eventId } = await notebooks.open({ id, parameters });
  await notebooks.run({ id, what: { type: "all" }, parameters });
  await eventsUntil(notebooks, { id, after: eventId, last: isCell("slow", "running") });
  assertEquals(statesIn(await notebooks.open({ id, parameters })).after, "queued");
  await notebooks.cancel({ id });
  const view = await notebooks.open({ id, parameters });
  assertEquals([statesIn(view).slow, statesIn(view).after], ["stale", "stale"]);
  const events = await eventsUntil(notebooks, { id, after: eventId, last: isRunEnd });
  assertEquals(events.at(-1), { type: "run", parameters, state: "cancelled" });
  // The database answers at once: nothing goes on in it.
  assertIs((await database.query("select 1 as one"))[0].one, 1);
  assertIs((await notebooks.list({}))[0].lastRun?.state, "cancelled");
});

notebooksTest(
  "startRun() runs what is asked for, and what that needs",
  async ({ notebooks }, t) => {
    const text =
      "```sql a\nquery: select 1 as n\n```\n\n```sql b\nquery: select n from a\n```\n\n" +
      "```sql c\nquery: select n from b\n```\n\n```sql d\nquery: select 4 as n\n```\n";
    const { id } = await notebooks.create({ text });
    const after = async (what: Parameters<typeof runToEnd>[1]["what"]) => {
      await runToEnd(notebooks, { id, what });
      return Object.values(statesIn(await notebooks.open({ id, parameters })));
    };
    await t.step("one cell", async () => {
      const states = await after({ type: "cell", cell: "b", below: false });
      assertEquals(states, ["fresh", "fresh", "stale", "stale"]);
    });
    await t.step("one cell and what hangs on it", async () => {
      const states = await after({ type: "cell", cell: "b", below: true });
      assertEquals(states, ["fresh", "fresh", "fresh", "stale"]);
    });
    await t.step("what is stale", async () => {
      const events = await runToEnd(notebooks, { id, what: { type: "stale" } });
      assertEquals(
        events.flatMap((event) => event.type === "cell" ? event.cell : []),
        ["d", "d", "d"],
      );
    });
    await t.step("nothing, and says so", async () => {
      assertEquals(await runToEnd(notebooks, { id, what: { type: "stale" } }), [
        { type: "run", parameters, state: "started" },
        { type: "run", parameters, state: "done" },
      ]);
    });
  },
);

notebooksTest(
  "startRun() keeps what failed, and why what is below it waits",
  async ({ notebooks, restart }) => {
    const text = "```load orders\ninline: |\n  amount\n  1\n```\n\n" +
      "```check sound\nrange: { amount: { min: 2 } }\nseverity: error\n```\n\n" +
      "```sql total\nquery: select sum(amount) as total from sound\n```\n\n" +
      "```sql other\nquery: select 1 as n\n```\n";
    const { id } = await notebooks.create({ text });
    const events = await runToEnd(notebooks, { id });
    assertEquals(events.at(-1), { type: "run", parameters, state: "failed" });
    for (const engine of [notebooks, await restart()]) {
      const cells = cellsIn(await engine.open({ id, parameters }));
      assertEquals(cells.sound.status, { state: "failed" });
      assertEquals(cells.sound.problems.map(({ code }) => code), ["CHECK_FAILED"]);
      assert((cells.sound.output?.blocks.length ?? 0) > 0, "what the check found is shown");
      assertEquals(cells.total.status, { state: "waiting", reason: '"sound" failed' });
      assertEquals(cells.other.status, { state: "fresh" });
    }
  },
);

notebooksTest(
  "startRun() runs one after the other for one set of parameters",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: shop([1, 2]) });
    const { eventId } = await notebooks.open({ id, parameters });
    const run = () => notebooks.run({ id, what: { type: "all" }, parameters });
    const [first, second] = await Promise.all([run(), run()]);
    assert(first.run !== second.run);
    let ended = 0;
    const last = (event: WorkspaceEvent) => isRunEnd(event) && ++ended === 2;
    const events = await eventsUntil(notebooks, { id, after: eventId, last });
    assertEquals(
      events.flatMap((event) => event.type === "run" ? event.state : []),
      ["started", "done", "started", "done"],
    );
  },
);

notebooksTest(
  "startRun() computes a key once for all notebooks",
  async ({ notebooks, database }) => {
    const ids = await Promise.all([1, 2, 3].map(async (factor) => {
      const { id } = await notebooks.create({ text: shop([1, 2, 3], factor) });
      return id;
    }));
    const before = await countTables(database);
    await Promise.all(ids.map((id) => runToEnd(notebooks, { id })));
    const after = await countTables(database);
    // One load, and three totals.
    assertIs(after - before, 4);
  },
);

async function countTables(database: Database): Promise<number> {
  const [{ tables }] = await database.query<{ tables: number }>(
    "select count(*) as tables from pg_class c join pg_namespace n on n.oid = c.relnamespace " +
      "where n.nspname = 'results' and c.relkind in ('r', 'v')",
  );
  return tables;
}

notebooksTest(
  "startRun() is known to have been interrupted after a restart",
  async ({ notebooks, database, restart }) => {
    const { id } = await notebooks.create({ text: SLOW });
    await database.query(
      "insert into daybook.runs (id, notebook, as_of, parameters, state) " +
        "values ('run', $1, now(), '{}', 'running')",
      [id],
    );
    await restart();
    assertEquals(await database.query("select state from daybook.runs"), [{
      state: "interrupted",
    }]);
  },
);

notebooksTest("startRun() shows the same after a restart", async ({ notebooks, restart }) => {
  const { id } = await notebooks.create({ text: shop([1, 2]) });
  await runToEnd(notebooks, { id });
  const before = await notebooks.open({ id, parameters });
  const engine = await restart();
  const after = await engine.open({ id, parameters });
  assertEquals({ ...after, eventId: "" }, { ...before, eventId: "" });
  const told = await eventsUntil(engine, { id, after: before.eventId, last: () => true });
  assertEquals(told, [{ type: "reset" }]);
});

notebooksTest(
  "startRun() of other parameters leaves what these show as it is",
  async ({ notebooks }) => {
    const text = "---\nparams:\n  least: { type: number, default: 1 }\n---\n\n" +
      "```sql rows\nquery: select n from generate_series(1, 5) as g(n) where n >= ${least}\n```\n";
    const { id } = await notebooks.create({ text });
    await runToEnd(notebooks, { id });
    const three = { least: "3" };
    const before = cellsIn(await notebooks.open({ id, parameters: three }));
    assertEquals(before.rows.status, { state: "stale", shown: false });
    const events = await runToEnd(notebooks, { id, parameters: three });
    assertEquals(events.at(-1), { type: "run", parameters: three, state: "done" });
    assertIs(cellsIn(await notebooks.open({ id, parameters: three })).rows.output?.rows, 3);
    assertIs(cellsIn(await notebooks.open({ id, parameters })).rows.output?.rows, 5);
  },
);
