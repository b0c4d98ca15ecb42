import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import type { Problem } from "@/lib/errors.ts";
import { column } from "@/lib/frame/schema.ts";
import { type Key, makeKey } from "@/lib/notebook/run/keys.ts";
import type { CellRun, CellState, Run } from "@/lib/notebook/run/result.ts";
import {
  findResults,
  type NewResult,
  problemsOf,
  saveResult,
  saveRun,
  touchResults,
} from "@/lib/notebook/run/store.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

function keyOf(parameters: string): Key {
  const parts = { kind: "sql", version: 1, parameters, setting: null, parents: [], digests: [] };
  return makeKey(parts);
}

const ODD: Problem = {
  severity: "warning",
  code: "WRONG_TYPE",
  message: "Cannot add up as a total",
  place: { key: "query" },
  remedy: null,
};

function result(parameters: string): NewResult {
  return {
    key: keyOf(parameters),
    kind: "sql",
    kindVersion: 1,
    milliseconds: 12,
    outcome: {
      schema: { stage: "table", columns: [column("n", "integer", { unit: "EUR" })], grain: null },
      relation: 'results."r_1"',
      rows: 3,
      rejected: 1,
      facts: { list: [1, "two", null], nested: { text: 'a "b"' } },
      problems: [ODD],
    },
  };
}

databaseTest("findResults() gives back what saveResult() was given", async (database) => {
  await database.query("create table results.r_1 (n int8)", [], { role: "results" });
  const { outcome, ...told } = result("one");
  const saved = await saveResult(database, result("one"));
  const { computedAt, ...known } = saved;
  assertEquals(known, { ...told, ...outcome });
  assertEquals(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(computedAt), true);
  assertEquals(
    await findResults(database, [saved.key, keyOf("two")]),
    new Map([[saved.key, saved]]),
  );
  assertEquals(await findResults(database, []), new Map());
});

databaseTest("findResults() leaves out results whose rows are gone", async (database) => {
  const saved = await saveResult(database, result("one"));
  assertEquals(await findResults(database, [saved.key]), new Map());
});

databaseTest("saveResult() replaces what the key had", async (database) => {
  await database.query("create table results.r_1 (n int8)", [], { role: "results" });
  const first = result("one");
  await saveResult(database, first);
  await saveResult(database, { ...first, outcome: { ...first.outcome, rows: 4, facts: [] } });
  const found = await findResults(database, [first.key]);
  assertEquals([...found.values()].map(({ rows, facts }) => ({ rows, facts })), [
    { rows: 4, facts: [] },
  ]);
});

databaseTest("touchResults() notes the use of these results alone", async (database) => {
  await saveResult(database, result("one"));
  await saveResult(database, result("two"));
  await database.query("update daybook.results set last_used_at = '2020-01-01'");
  await touchResults(database, [keyOf("one")]);
  await touchResults(database, []);
  const rows = await database.query(
    "select key from daybook.results where last_used_at = '2020-01-01'",
  );
  assertEquals(rows, [{ key: keyOf("two") }]);
});

function cellRun(name: string, outcome: CellState): CellRun {
  return { name, kind: "sql", key: null, outcome, figures: {}, blocks: [], milliseconds: 1.6 };
}

function runOf(cells: readonly CellRun[], cancelled = false): Run {
  return {
    id: crypto.randomUUID(),
    startedAt: "2026-01-31T10:00:00.000Z",
    milliseconds: 1500,
    asOf: "2026-01-31",
    cells,
    cancelled,
  };
}

async function stateOf(database: Database, run: Run): Promise<unknown> {
  await saveRun(database, run, { notebook: "sales.md", parameters: {} });
  const [{ state }] = await database.query("select state from daybook.runs where id = $1", [
    run.id,
  ]);
  return state;
}

const FAILED: CellState = {
  state: "failed",
  problems: [{ ...ODD, severity: "error" }],
  found: null,
};
const WAITING: CellState = { state: "waiting", reason: '"one" failed' };

databaseTest("saveRun() keeps a run with its cells in the order of the page", async (database) => {
  const done: CellState = {
    state: "done",
    source: "cache",
    result: await saveResult(database, result("one")),
  };
  const run = runOf([cellRun("one", done), cellRun("two", FAILED), cellRun("three", WAITING)]);
  await saveRun(database, run, { notebook: "sales.md", parameters: { least: 2 } });
  // It began at 10:00:00 and took 1.5 seconds.
  assertEquals(
    await database.query(
      "select notebook, as_of, parameters, state, started_at, finished_at, milliseconds " +
        "from daybook.runs",
    ),
    [{
      notebook: "sales.md",
      as_of: "2026-01-31T00:00:00Z",
      parameters: { least: 2 },
      state: "failed",
      started_at: "2026-01-31T10:00:00Z",
      finished_at: "2026-01-31T10:00:01.5Z",
      milliseconds: 1500,
    }],
  );
  // 1.6 milliseconds are 2.
  assertEquals(
    await database.query(
      "select cell, state, origin, rows, milliseconds, jsonb_array_length(problems) as problems " +
        "from daybook.run_cells order by position",
    ),
    [
      { cell: "one", state: "done", origin: "cache", rows: 3, milliseconds: 2, problems: 1 },
      { cell: "two", state: "failed", origin: null, rows: null, milliseconds: 2, problems: 1 },
      { cell: "three", state: "waiting", origin: null, rows: null, milliseconds: 2, problems: 0 },
    ],
  );
});

databaseTest("saveRun() tells how a run ended as a whole", async (database) => {
  assertEquals(await stateOf(database, runOf([])), "done");
  assertEquals(await stateOf(database, runOf([cellRun("one", WAITING)])), "done");
  assertEquals(await stateOf(database, runOf([cellRun("one", FAILED)])), "failed");
  const cancelled = [cellRun("one", FAILED), cellRun("two", { state: "cancelled" })];
  assertEquals(await stateOf(database, runOf(cancelled, true)), "cancelled");
});

Deno.test("problemsOf() tells what is wrong with a cell, and nothing of one that did not run", () => {
  assertEquals(problemsOf(cellRun("one", FAILED)), [{ ...ODD, severity: "error" }]);
  assertEquals(problemsOf(cellRun("one", WAITING)), []);
  assertEquals(problemsOf(cellRun("one", { state: "cancelled" })), []);
});
