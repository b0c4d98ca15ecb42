import {
  deepStrictEqual as assertEquals,
  notStrictEqual as assertNotEquals,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { makeKey } from "@/lib/notebook/run/keys.ts";
import { dropRelations, nameRelation } from "@/lib/notebook/run/relations.ts";
import { beside } from "@/lib/steps/beside.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const KEY = makeKey({
  kind: "clean",
  version: 1,
  parameters: {},
  setting: null,
  parents: [],
  digests: [],
});

function create(database: Database, sql: string) {
  return database.query(sql, [], { role: "results" });
}

async function exists(database: Database, relation: string): Promise<boolean> {
  const [{ found }] = await database.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [relation],
  );
  return found;
}

Deno.test("nameRelation() gives the same key another name each time", () => {
  const name = nameRelation(KEY);
  assertEquals(/^results\."r_[0-9a-f]{32}_[0-9a-f]{8}"$/.test(name), true);
  assertEquals(name.includes(KEY.slice(0, 32)), true);
  assertNotEquals(nameRelation(KEY), name);
});

databaseTest("dropRelations() drops a view with the rows behind it", async (database) => {
  const relation = nameRelation(KEY);
  const rows = beside(relation, "rows");
  await create(database, `create table ${rows} as select 1 as n`);
  await create(database, `create view ${relation} as select n from ${rows}`);
  await dropRelations(database, [relation]);
  assertEquals([await exists(database, relation), await exists(database, rows)], [false, false]);
});

databaseTest("dropRelations() leaves what another result reads", async (database) => {
  const relation = nameRelation(KEY);
  const view = nameRelation(KEY);
  await create(database, `create table ${relation} as select 1 as n`);
  await create(database, `create view ${view} as select n from ${relation}`);
  await dropRelations(database, [relation]);
  assertEquals([await exists(database, relation), await exists(database, view)], [true, true]);
});

databaseTest("dropRelations() succeeds where there is none", async (database) => {
  await dropRelations(database, [nameRelation(KEY)]);
});

databaseTest("dropRelations() leaves nothing of a run that was replaced", async (database) => {
  const text = "```load rows\nfile: rows.csv\n```\n\n" +
    "```clean tidy\nsteps:\n  - deduplicate: {}\n```\n";
  const files = { "rows.csv": "a,b\n1,2\n1,2\n" };
  for (let turn = 0; turn < 2; turn++) await runNotebook(database, text, { files, cache: false });
  const found = await database.query<{ kind: string }>(
    "select relkind::text as kind from pg_class where relnamespace = 'results'::regnamespace " +
      "and relkind in ('r', 'v') order by 1",
  );
  assertEquals(found.map(({ kind }) => kind), ["r", "v"]);
});
