import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { keepTidy, tidyResults } from "@/lib/notebook/run/tidy.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const LEFT = `results.r_${"0".repeat(32)}_${"0".repeat(8)}`;
const LIMITS = { maxBytes: 1e12, maxDays: 30 };
const NOTEBOOK = "```load rows\ninline: |\n  a\n  1\n```\n";
const { signal } = new AbortController();

/** A log, and the events that it was told. */
function makeLog() {
  const events: string[] = [];
  const write = (line: string) => events.push(JSON.parse(line).event);
  return { events, log: createLog({ level: "debug", write }) };
}

databaseTest("keepTidy() drops at once what was left over", async (database) => {
  await database.query(`create table ${LEFT} (n int8)`, [], { role: "results" });
  const { events, log } = makeLog();
  await keepTidy(database, { limits: LIMITS, alone: true, log })[Symbol.asyncDispose]();
  assertEquals(await database.query("select to_regclass($1) as found", [LEFT]), [{ found: null }]);
  assertEquals(events, ["job.start", "job.completed"]);
});

databaseTest("tidyResults() evicts where limits are given", async (database) => {
  await runNotebook(database, NOTEBOOK);
  await database.query("update results set last_used_at = now() - interval '31 days'");
  const { events, log } = makeLog();
  const tidyWith = async (limits: typeof LIMITS | null) => {
    await tidyResults(database, { limits, alone: true, signal, log });
    return await database.query("select count(*) from results");
  };
  assertEquals(await tidyWith(null), [{ count: 1 }]);
  assertEquals(await tidyWith(LIMITS), [{ count: 0 }]);
  assertEquals(events, ["results.evicted"]);
});

databaseTest("tidyResults() logs what goes wrong, which is no fault of a run", async (database) => {
  await database.query("alter table results rename to elsewhere");
  const { events, log } = makeLog();
  await tidyResults(database, { limits: LIMITS, alone: true, signal, log });
  assertEquals(events, ["results.evict"]);
});
