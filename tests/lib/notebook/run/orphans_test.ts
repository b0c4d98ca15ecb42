import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { dropOrphans } from "@/lib/notebook/run/orphans.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const NOTEBOOK = "```load rows\nfile: rows.csv\n```\n\n" +
  "```clean tidy\nsteps:\n  - deduplicate: {}\n```\n\n" +
  "```clean plus\nsteps:\n  - derive:\n      c: a + b\n```\n";
const FILES = { "rows.csv": "a,b\n1,2\n1,2\n" };

async function relations(database: Database): Promise<readonly string[]> {
  const found = await database.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'results'::regnamespace " +
      "and relkind in ('r', 'v') order by 1",
  );
  return found.map(({ name }) => name);
}

/** Runs again without the cache, and cancels before what was replaced is dropped. */
async function cancelRun(database: Database): Promise<void> {
  const controller = new AbortController();
  await runNotebook(database, NOTEBOOK, {
    files: FILES,
    cache: false,
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === "ended" && event.cell.name === "plus") controller.abort();
    },
  });
}

databaseTest("dropOrphans() drops what a cancelled run has replaced", async (database) => {
  await runNotebook(database, NOTEBOOK, { files: FILES });
  const before = await relations(database);
  await cancelRun(database);
  assertEquals((await relations(database)).length, 2 * before.length);
  assertEquals(await dropOrphans(database, { alone: true }), before.length);
  // What is left is in the catalogue, and can be read.
  const again = await runNotebook(database, NOTEBOOK, { files: FILES });
  assertEquals(new Set(Object.values(again.ends)), new Set(["cache"]));
  assertEquals(await again.rows("plus"), [[1, 2, 3]]);
  assertEquals(await dropOrphans(database, { alone: true }), 0);
});

databaseTest("dropOrphans() gives others an hour to read what was replaced", async (database) => {
  await runNotebook(database, NOTEBOOK, { files: FILES });
  const before = await relations(database);
  await cancelRun(database);
  const orphans = (await relations(database)).length - before.length;
  assertEquals(await dropOrphans(database, { alone: false }), 0);
  assertEquals(await dropOrphans(database, { alone: false }), 0);
  // As if that had been two hours ago.
  await database.query(
    `do $$
     declare one record;
     begin
       for one in select relname, relkind, obj_description(oid, 'pg_class') as note from pg_class
         where obj_description(oid, 'pg_class') like 'Replaced before %'
       loop
         execute format('comment on %s results.%I is %L',
           case one.relkind when 'v' then 'view' else 'table' end, one.relname,
           'Replaced before ' || substr(one.note, 17)::timestamptz - interval '2 hours');
       end loop;
     end
     $$`,
  );
  assertEquals(await dropOrphans(database, { alone: false }), orphans);
  assertEquals((await relations(database)).length, before.length);
});

databaseTest(
  "dropOrphans() leaves what a result reads, and what is none of ours",
  async (database) => {
    const ran = await runNotebook(database, NOTEBOOK, { files: FILES });
    const { outcome } = ran.cell("rows");
    const relation = outcome.state === "done" ? outcome.result.relation : null;
    // The load alone was entered anew: the view still reads its rows.
    await database.query("update results set relation = null where relation = $1", [relation]);
    await database.query("create table results.other (n int8)", [], { role: "results" });
    const before = await relations(database);
    assertEquals(await dropOrphans(database, { alone: true }), 0);
    assertEquals(await relations(database), before);
  },
);
