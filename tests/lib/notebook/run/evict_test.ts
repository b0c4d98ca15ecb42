import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { evictResults } from "@/lib/notebook/run/evict.ts";
import { saveRun } from "@/lib/notebook/run/store.ts";
import { keepResults } from "@/lib/share/kept_results.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Room for everything there is in a test, and more days than any of it is old. */
const ROOM = { maxBytes: 1e12, maxDays: 1000 };

const FILES = { "rows.csv": `a,b\n${"1,2\n3,x4\n".repeat(1000)}` };

function notebook(name: string): string {
  return `\`\`\`load ${name}\nfile: rows.csv\ncolumns: { a: { name: ${name} }, ` +
    "b: { type: integer } }\n```\n\n" +
    "```clean tidy\nsteps:\n  - deduplicate: {}\n```\n";
}

function run(database: Database, name: string): Promise<RanNotebook> {
  return runNotebook(database, notebook(name), { files: FILES });
}

/** As if the results of a run had last been used so many days ago. */
async function age(database: Database, ran: RanNotebook, days: number): Promise<void> {
  await database.query(
    "update results set last_used_at = now() - make_interval(days => $1) where key = any ($2)",
    [days, keysOf(ran)],
  );
}

function keysOf({ run }: RanNotebook): string[] {
  return run.cells.flatMap(({ key }) => key ?? []);
}

async function count(database: Database, what: string): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(`select count(*) from ${what}`);
  return count;
}

const RELATIONS = "pg_class where relnamespace = 'results'::regnamespace and relkind in ('r', 'v')";

databaseTest(
  "evictResults() takes what was not used for too long, with its rows",
  async (database) => {
    const old = await run(database, "old");
    await age(database, old, 31);
    await run(database, "fresh");
    assertEquals(await count(database, RELATIONS), 4);
    assert(await count(database, "rejected") > 0);
    const evicted = await evictResults(database, { ...ROOM, maxDays: 30 });
    assertEquals(evicted.results, 2);
    assert(evicted.bytes > 0);
    assertEquals([await count(database, RELATIONS), await count(database, "results")], [2, 2]);
    const [key] = keysOf(old);
    assertEquals(await count(database, `rejected where result_key = '${key}'`), 0);
    // What is gone is computed again.
    assertEquals((await run(database, "old")).ends, { old: "computed", tidy: "computed" });
    assertEquals((await run(database, "fresh")).ends, { fresh: "cache", tidy: "cache" });
  },
);

databaseTest(
  "evictResults() takes what was not used for longest where there is too much",
  async (database) => {
    for (const [name, days] of [["third", 1], ["first", 3], ["second", 2]] as const) {
      await age(database, await run(database, name), days);
    }
    const [{ bytes }] = await database.query<{ bytes: number }>(
      "select sum(pg_total_relation_size(to_regclass(relation)))::int8 as bytes from results",
    );
    // Room for two of three: the load and the clean cell of one of them go.
    const evicted = await evictResults(database, { ...ROOM, maxBytes: bytes - 1 });
    assertEquals(evicted.results, 2);
    const ends = [];
    for (const name of ["first", "second", "third"]) {
      ends.push(
        (await run(database, name)).ends.tidy,
      );
    }
    assertEquals(ends, ["computed", "cache", "cache"]);
    assertEquals((await evictResults(database, { ...ROOM, maxBytes: 0, most: 1 })).results, 0);
  },
);

databaseTest("evictResults() leaves what a link or a run keeps", async (database, t) => {
  const nothing = { maxBytes: 0, maxDays: 0 };
  const ran = await run(database, "rows");
  await t.step("what was used within the hour", async () => {
    assertEquals((await evictResults(database, nothing)).results, 0);
  });
  await age(database, ran, 50);
  await t.step("what was used since a run began that is under way", async () => {
    const later = await run(database, "later");
    await database.query(
      "update results set last_used_at = now() - interval '2 hours' where key = any ($1)",
      [keysOf(later)],
    );
    await database.query(
      "insert into runs (id, notebook, as_of, parameters, state, started_at) " +
        "values ('a', 'n', now(), '{}', 'running', now() - interval '3 hours')",
    );
    assertEquals((await evictResults(database, { ...nothing, maxDays: 40 })).results, 2);
    assertEquals((await run(database, "later")).ends, { later: "cache", tidy: "cache" });
    await database.query("update runs set state = 'done'");
  });
  const kept = await run(database, "rows");
  await age(database, kept, 50);
  await t.step("what a link keeps, and what that reads", async () => {
    const [load, clean] = keysOf(kept);
    await database.query("insert into kept_results (key, holder) values ($1, 'link:a')", [clean]);
    await evictResults(database, nothing);
    assertEquals(await count(database, `results where key in ('${load}', '${clean}')`), 2);
    assertEquals((await kept.rows("tidy")).length, 2);
    await database.query("delete from kept_results");
    assertEquals((await evictResults(database, nothing)).results, 2);
  });
});

databaseTest("evictResults() leaves what is about to be kept", async (database) => {
  // The embedded database does one thing after the other.
  if (database.kind === "embedded") return;
  const ran = await run(database, "rows");
  await age(database, ran, 50);
  const keys = keysOf(ran);
  await database.transaction(async (session) => {
    await keepResults(session, { holder: "link:a", keys });
    assertEquals((await evictResults(database, { maxBytes: 0, maxDays: 0 })).results, 0);
  });
  assertEquals(await count(database, "results"), 2);
});

databaseTest("evictResults() takes what a cell rejected that failed", async (database) => {
  const text = `${notebook("rows")}\n\`\`\`check sound\nnot_null: [b]\n\`\`\`\n`;
  const ran = await runNotebook(database, text, { files: FILES });
  assertEquals(ran.ends.sound, "failed");
  await saveRun(database, ran.run, { notebook: "n", parameters: {} });
  const failed = `rejected where result_key = '${ran.cell("sound").key}'`;
  assert(await count(database, failed) > 0);
  await evictResults(database, { ...ROOM, maxDays: 30 });
  assert(await count(database, failed) > 0);
  await database.query("update runs set started_at = now() - interval '31 days'");
  await evictResults(database, { ...ROOM, maxDays: 30 });
  assertEquals(await count(database, failed), 0);
  // What was rejected with a result stays with it.
  assert(await count(database, "rejected") > 0);
});
