import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { forgetBatches, LOCK, removeForgotten } from "@/lib/ingest/events/forget_old.ts";
import { databaseKind, databaseTest } from "@/tests/helpers/database.ts";
import { withIngestion } from "./ingesting.ts";

const { signal } = new AbortController();
const TOMORROW = new Date(Date.now() + 24 * 3600 * 1000);
const YESTERDAY = new Date(Date.now() - 24 * 3600 * 1000);

databaseTest(
  "forgetBatches() takes out all that is old but what is being stored",
  (database) =>
    withIngestion(database, async ({ send }) => {
      await send("time,value\n2026-01-05,1\n");
      // More than are taken at a time.
      await database.query(
        `insert into daybook.event_batches (id, source, asked, bytes, digest, state, received_at)
       select 'old ' || i, 'shop', '{}', 1, 'd' || i,
         case when i = 7 then 'storing' else 'stored' end, '2020-01-01'
       from generate_series(1, 2500) as i`,
      );
      assertEquals(await forgetBatches(database, { before: YESTERDAY, signal }), 2499);
      const left = await database.query("select state from daybook.event_batches order by id");
      assertEquals(left.map(({ state }) => state).sort(), ["stored", "storing"]);
    }),
);

databaseTest("forgetBatches() leaves it to whoever does it already", async (database) => {
  // The embedded database is one process's, whose transactions take turns.
  if (databaseKind === "embedded") return;
  await withIngestion(database, async ({ send }) => {
    await send("time,value\n2026-01-05,1\n");
    await database.transaction(async (session) => {
      assertEquals(await session.query(LOCK), [{ mine: true }]);
      assertEquals(await forgetBatches(database, { before: TOMORROW, signal }), 0);
    });
    assertEquals(await forgetBatches(database, { before: TOMORROW, signal }), 1);
  });
});

databaseTest(
  "forgetBatches() stops when it is told to",
  (database) =>
    assertRejects(forgetBatches(database, { before: TOMORROW, signal: AbortSignal.abort() })),
);

databaseTest(
  "removeForgotten() removes files that are old and that nobody names",
  (database) =>
    withIngestion(database, async ({ send, ingestion, files }) => {
      const digests: string[] = [];
      for (const day of ["05", "06"]) {
        const { batch } = await send(`time,value\n2026-01-${day},1\n`);
        digests.push((await ingestion.require(batch)).file.digest);
      }
      const [gone, named] = digests;
      // As another process forgets it, or as it is left where the program ended before it was named.
      await database.query("delete from daybook.event_batches where digest = $1", [gone]);
      assertEquals(await removeForgotten(database, { files, before: YESTERDAY, signal }), 0);
      assert(await files.has(gone));
      assertEquals(await removeForgotten(database, { files, before: TOMORROW, signal }), 1);
      assertEquals([await files.has(gone), await files.has(named)], [false, true]);
    }),
);
