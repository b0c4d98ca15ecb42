import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { forgetRuns, KEPT_RUNS } from "@/lib/notebook/run/history.ts";
import { type Key, makeKey } from "@/lib/notebook/run/keys.ts";
import type { Run } from "@/lib/notebook/run/result.ts";
import { saveRun } from "@/lib/notebook/run/store.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

function keyOf(parameters: string): Key {
  const parts = { kind: "sql", version: 1, parameters, setting: null, parents: [], digests: [] };
  return makeKey(parts);
}

/** A run whose one cell failed, begun so many seconds after another. */
function runOf(key: Key, seconds: number): Run {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
  const outcome = { state: "failed", problems: [], found: null } as const;
  const cell = { name: "orders", kind: "load", key, outcome, figures: {}, blocks: [] };
  const id = crypto.randomUUID();
  const cells = [{ ...cell, milliseconds: 1 }];
  return { id, startedAt, milliseconds: 1, asOf: "2026-01-01", cells, cancelled: false };
}

async function save(database: Database, notebook: string, run: Run): Promise<void> {
  await saveRun(database, run, { notebook, parameters: {} });
}

async function reject(database: Database, key: Key): Promise<void> {
  await database.query("insert into rejected (result_key, reason) values ($1, 'odd')", [key]);
}

async function counts(database: Database) {
  const [row] = await database.query(
    "select (select count(*) from runs)::int4 as runs, " +
      "(select count(*) from run_cells)::int4 as cells, " +
      "(select array_agg(result_key order by result_key) from rejected) as rejected",
  );
  return row;
}

databaseTest("forgetOldRuns() keeps the newest runs of each notebook", async (database) => {
  const [old, shown, often, other] = ["old", "shown", "often", "other"].map(keyOf);
  for (const key of [old, shown, often, other]) await reject(database, key);
  await save(database, "returns", runOf(other, 0));
  for (const [second, key] of [old, shown, often].entries()) {
    await save(database, "sales", runOf(key, second));
  }
  await database.query(
    "insert into notebooks (id, revision, title, tags) values ('sales', 1, 'Sales', '[]')",
  );
  await database.query(
    "insert into shown (notebook, parameters, cell, failed_key) values ('sales', '{}', 'a', $1)",
    [shown],
  );
  // One less than are kept, in the seconds after those three.
  await database.query(
    "with made as (insert into runs (id, notebook, as_of, parameters, state, started_at) " +
      "select 'run ' || n, 'sales', '2026-01-01', '{}', 'done', " +
      "'2026-01-01Z'::timestamptz + make_interval(secs => n) from generate_series(3, $1) n " +
      "returning id) insert into run_cells (run_id, position, cell, kind, state, problems) " +
      "select id, 0, 'orders', 'load', 'done', '[]' from made",
    [KEPT_RUNS + 1],
  );
  await save(database, "sales", runOf(often, KEPT_RUNS + 2));
  // Those of the other notebook stay; of three runs before the newest goes what nothing has.
  assertEquals(await counts(database), {
    runs: KEPT_RUNS + 1,
    cells: KEPT_RUNS + 1,
    rejected: [shown, often, other].toSorted(),
  });
});

databaseTest("forgetRuns() forgets all of notebooks that are gone", async (database) => {
  const [one, two] = ["one", "two"].map(keyOf);
  for (const key of [one, two]) await reject(database, key);
  await save(database, "sales", runOf(one, 0));
  await save(database, "returns", runOf(two, 0));
  await database.transaction((session) => forgetRuns(session, ["sales"]));
  assertEquals(await counts(database), { runs: 1, cells: 1, rejected: [two] });
});
