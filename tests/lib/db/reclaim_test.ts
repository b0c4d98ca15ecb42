import assert from "node:assert/strict";
import { reclaimSpace } from "@/lib/db/reclaim.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const { signal } = new AbortController();
/** What a table takes on disk. */
const SIZE = "select pg_relation_size('daybook.many') as bytes";
const FILL = "insert into daybook.many select n, repeat('x', 100) from generate_series(1, 5000) n";

databaseTest("reclaimSpace() lets new rows take the place of old ones", async (database) => {
  await database.query("create table daybook.many (n int8, filler text)");
  await database.query(FILL);
  const [before] = await database.query(SIZE);
  for (let turn = 0; turn < 5; turn++) {
    await database.query("delete from daybook.many");
    await reclaimSpace(database, signal);
    await database.query(FILL);
  }
  // A server does this by itself sooner or later: there nothing is known of the size.
  if (database.kind === "server") return;
  assert.deepEqual(await database.query(SIZE), [before]);
});

databaseTest("reclaimSpace() does nothing more once it is given up", async (database) => {
  await database.query("create table daybook.many (n int8, filler text)");
  await database.query(FILL);
  await database.query("delete from daybook.many");
  const before = await database.query(SIZE);
  await reclaimSpace(database, AbortSignal.abort());
  assert.deepEqual(await database.query(SIZE), before);
});
