import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { PIECE_EVENTS } from "@/lib/ingest/events/piece_cutter.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { eventsText, ingestionOver, withIngestion } from "./ingesting.ts";

async function count(database: Database, table: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*) from daybook.${table}`);
  return row.count;
}

databaseTest(
  "Ingestion stores what was sent, and tells what became of it",
  (database) =>
    withIngestion(database, async ({ send, ingestion }) => {
      const text = "time,amount,name,city\n2026-01-05T12:00:00Z,1.50,sales,Graz\n" +
        "2026-01-06T12:00:00Z,2,visits,\n";
      const { batch, ...first } = await send(text);
      assertEquals(first, {
        source: "shop",
        sources: ["shop"],
        rows: 2,
        rawInserted: 2,
        inserted: 2,
        duplicates: 0,
        conflicts: 0,
        skipped: 0,
        warnings: [],
        metrics: ["sales", "visits"],
        first: "2026-01-05T12:00:00Z",
        last: "2026-01-06T12:00:00Z",
      });
      assertEquals(await database.query("select distinct batch from daybook.events"), [{ batch }]);
      const again = await send(text);
      assertEquals([again.inserted, again.duplicates, again.rawInserted], [0, 2, 0]);
      // The bytes are known, and new to this source.
      const elsewhere = await send(text, { source: "web" });
      assertEquals([elsewhere.inserted, elsewhere.rawInserted], [2, 2]);
      const replayed = await ingestion.replay(elsewhere.batch);
      assertEquals([replayed.duplicates, replayed.rawInserted], [2, 0]);
      // The same but for a value: the first stays.
      const other = await send(text.replace("1.50", "7"));
      assertEquals([other.inserted, other.duplicates, other.conflicts], [0, 1, 1]);
      assertEquals(other.warnings, [{
        line: 2,
        column: null,
        reason: "Another event with this key was there first, with another value",
      }]);
      assertEquals(await count(database, "events"), 4);
      const empty = await send("time,amount\n");
      assertEquals([empty.rows, empty.warnings], [0, [
        { line: null, column: null, reason: "There are no rows" },
      ]]);
    }),
);

databaseTest(
  "Ingestion stores a large request in pieces, and keeps what is refused",
  (database) =>
    withIngestion(database, async ({ send, ingestion }) => {
      const size = 5 * PIECE_EVENTS;
      const text = eventsText(size);
      await assertRejects(send(`${text}yesterday,1,last\n`), { code: "BAD_EVENTS" });
      assertEquals(await count(database, "events"), 0);
      assertEquals(await count(database, "sources"), 0);
      const [refused] = await ingestion.batches.list(null, 10);
      assertEquals([refused.state, refused.end?.type], ["refused", "refused"]);
      const stored = await send(text);
      assertEquals([stored.inserted, stored.rawInserted], [size, size]);
      const kept = await ingestion.require(stored.batch);
      assertEquals([kept.state, kept.inserted, kept.end?.type], ["stored", size, "stored"]);
      assertEquals(await database.query("select sum(value_sum) as sum from daybook.metric_daily"), [
        { sum: `${size}` },
      ]);
    }),
);

databaseTest(
  "Ingestion keeps what tolerant mode rejects, once, however often it is replayed",
  (database) =>
    withIngestion(database, async ({ send, ingestion }) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n2026-01-06,x\n";
      const { batch, inserted, skipped, warnings } = await send(text, { mode: "tolerant" });
      assertEquals([inserted, skipped], [1, 2]);
      assertEquals(warnings.map(({ line, column }) => [line, column]), [[3, "time"], [4, "value"]]);
      const again = await ingestion.replay(batch);
      assertEquals([again.inserted, again.duplicates, again.batch], [0, 1, batch]);
      assertEquals(
        await database.query("select batch, line from daybook.event_rejected order by line"),
        [{ batch, line: 3 }, { batch, line: 4 }],
      );
      await assertRejects(ingestion.replay("unheard of"), { code: "NOT_FOUND" });
    }),
);

databaseTest(
  "Ingestion judges again where a source was given its zone meanwhile",
  (database) =>
    withIngestion(database, async ({ send }) => {
      const text = "time,value\n2026-01-05 23:30:00,1\n";
      const sent = send(text);
      await setZone(database, "shop", "Asia/Tokyo");
      const { first } = await sent;
      const [{ zone }] = await database.query<{ zone: string }>("select zone from daybook.sources");
      // Whichever came first: half past eleven of the 5th in Tokyo is 14:30 in UTC.
      assertEquals([zone, first], ["Asia/Tokyo", "2026-01-05T14:30:00Z"]);
      assertEquals(await database.query("select day from daybook.metric_daily"), [
        { day: "2026-01-05" },
      ]);
    }),
);

databaseTest(
  "Ingestion gives a new source the zone that is asked for, and keeps that of others",
  (database) =>
    withIngestion(database, async ({ send }) => {
      const text = "time,value\n2026-01-05 23:30:00,1\n";
      assertEquals((await send(text, { zone: "asia/tokyo" })).first, "2026-01-05T14:30:00Z");
      assertEquals(await database.query("select zone from daybook.sources"), [
        { zone: "Asia/Tokyo" },
      ]);
      await assertRejects(send(text, { zone: "UTC" }), { code: "BAD_PARAMETER" });
      await assertRejects(send(text, { zone: "+02:00" }), { code: "BAD_PARAMETER" });
      await assertRejects(send(text, { source: " " }), { code: "BAD_PARAMETER" });
      await assertRejects(send(text, { corrects: "unheard of" }), { code: "NOT_FOUND" });
    }),
);

/** What readers are told of a request, all at one moment. */
interface SeenByReaders {
  readonly state: string;
  readonly inserted: number;
  readonly events: number;
  /** What `metric_daily` has, and how much of it is not what the events come to. */
  readonly counted: number;
  readonly wrong: number;
}

const SEEN = `
with recounted as (
  select source, metric, day, count(*) as value_count, sum(value) as value_sum,
    min(value) as value_min, max(value) as value_max
  from daybook.events group by source, metric, day
)
select batch.state, batch.inserted,
  (select count(*) from daybook.events) as events,
  (select coalesce(sum(value_count), 0)::int8 from daybook.metric_daily) as counted,
  (select count(*) from recounted full join daybook.metric_daily as kept
      using (source, metric, day)
    where (recounted.value_count, recounted.value_sum, recounted.value_min, recounted.value_max)
      is distinct from (kept.value_count, kept.value_sum, kept.value_min, kept.value_max)) as wrong
from daybook.event_batches as batch`;

databaseTest(
  "Ingestion shows of a large request what is stored so far, and its row says how much that is",
  (database) =>
    withIngestion(database, async ({ send }) => {
      const size = 5 * PIECE_EVENTS;
      const seen: SeenByReaders[] = [];
      let isDone = false;
      const sent = send(eventsText(size)).finally(() => isDone = true);
      while (!isDone) {
        const [row] = await database.query<{ [name in keyof SeenByReaders]: SeenByReaders[name] }>(
          SEEN,
        );
        if (row !== undefined) seen.push(row);
      }
      await sent;
      for (const { state, inserted, events, counted, wrong } of seen) {
        const expected = events === 0 ? "received" : events === size ? "stored" : "storing";
        assertEquals({ state, inserted, counted, wrong }, {
          state: expected,
          inserted: events,
          counted: events,
          wrong: 0,
        });
        assertEquals(events % PIECE_EVENTS, 0);
      }
      assert(seen.some(({ state }) => state === "storing"));
    }),
);

databaseTest(
  "Ingestion tells how far a request came that failed, and stores the rest when it is replayed",
  (database) =>
    withIngestion(database, async ({ send, ingestion }) => {
      const size = 3 * PIECE_EVENTS;
      // As a disk does that is full: the second piece is refused.
      await database.query(
        "create function daybook.refuse() returns trigger language plpgsql as " +
          "$$ begin raise exception 'full'; end $$",
      );
      await database.query(
        "create trigger refuse before insert on daybook.events for each row " +
          `when (new.event_id = 'e${PIECE_EVENTS}') execute function daybook.refuse()`,
      );
      await assertRejects(send(eventsText(size)));
      const read = () =>
        database.query<{ [name in keyof SeenByReaders]: SeenByReaders[name] }>(SEEN);
      const part = { inserted: PIECE_EVENTS, events: PIECE_EVENTS, counted: PIECE_EVENTS };
      assertEquals(await read(), [{ state: "failed", ...part, wrong: 0 }]);
      await database.query("drop trigger refuse on daybook.events");
      const [{ id }] = await ingestion.batches.list(null, 1);
      const replayed = await ingestion.replay(id);
      // What is there is counted as it was found.
      assertEquals([replayed.inserted, replayed.duplicates], [size - PIECE_EVENTS, PIECE_EVENTS]);
      const all = { inserted: size - PIECE_EVENTS, events: size, counted: size };
      assertEquals(await read(), [{ state: "stored", ...all, wrong: 0 }]);
    }),
);

/** Leaves a request as a program does that was killed after its first piece. */
async function leaveHalfStored(database: Database): Promise<void> {
  await database.query(
    `update daybook.event_batches set state = 'storing', pieces = 1, told = null, ended_at = null`,
  );
  // A second apart from midnight on: 10,000 of them end at 2:46:40.
  await database.query("delete from daybook.events where \"time\" >= '2026-01-01T02:46:40Z'");
  assertEquals(await count(database, "events"), PIECE_EVENTS);
}

databaseTest(
  "Ingestion finishes at its next start what had begun to be stored",
  async (database) => {
    await withIngestion(database, async ({ send, folder }) => {
      const size = 3 * PIECE_EVENTS;
      const { batch } = await send(eventsText(size));
      await leaveHalfStored(database);
      // That less is taken now is of requests to come.
      const next = ingestionOver(database, folder, { maxRows: 10, maxBytes: 1000 });
      await using _next = next.ingestion;
      await next.ingestion.resume();
      assertEquals(await count(database, "events"), size);
      assertEquals((await next.ingestion.require(batch)).state, "stored");
    });
  },
);

databaseTest(
  "Ingestion finishes what had begun to be stored, also where the next start is killed too",
  async (database) => {
    await withIngestion(database, async ({ send, folder }) => {
      const size = 3 * PIECE_EVENTS;
      const { batch } = await send(eventsText(size));
      await leaveHalfStored(database);
      const killed = ingestionOver(database, folder);
      const resumed = killed.ingestion.resume();
      // It is judged anew by then, and nothing more of it is stored.
      while ((await killed.ingestion.require(batch)).state === "storing");
      await killed.ingestion[Symbol.asyncDispose]();
      await resumed;
      assertEquals(await count(database, "events"), PIECE_EVENTS);
      const next = ingestionOver(database, folder);
      await using _next = next.ingestion;
      await next.ingestion.resume();
      assertEquals(await count(database, "events"), size);
      assertEquals((await next.ingestion.require(batch)).state, "stored");
    });
  },
);

databaseTest(
  "Ingestion takes many clients at once, each its own",
  (database) =>
    withIngestion(database, async ({ send }) => {
      const sent = await Promise.all(
        Array.from({ length: 20 }, (_, i) => send(eventsText(50, `c${i}-`), { name: `${i}` })),
      );
      assertEquals(sent.map(({ inserted }) => inserted), Array.from({ length: 20 }, () => 50));
      assertEquals(await count(database, "events"), 1000);
    }),
);

databaseTest("Ingestion forgets what came long ago", async (database) => {
  let now = new Date();
  await withIngestion(database, async ({ send, ingestion, files }) => {
    const { batch } = await send("time,value\n2026-01-05,1\nx,1\n", { mode: "tolerant" });
    const { file } = await ingestion.require(batch);
    now = new Date(now.getTime() + 91 * 24 * 3600 * 1000);
    const later = await send("time,value\n2026-01-06,1\n");
    const { signal } = new AbortController();
    // The other file is as old on the disk, and its row is not.
    assertEquals(await ingestion.forgetOld(signal), { batches: 1, files: 1 });
    assert(!await files.has(file.digest));
    await assertRejects(ingestion.require(batch), { code: "NOT_FOUND" });
    const kept = await ingestion.require(later.batch);
    assertEquals([kept.state, await files.has(kept.file.digest)], ["stored", true]);
    assertEquals([await count(database, "events"), await count(database, "event_rejected")], [
      2,
      0,
    ]);
    assertEquals(await ingestion.forgetOld(signal), { batches: 0, files: 0 });
  }, { now: () => now });
});

databaseTest(
  "Ingestion says that bytes which are gone cannot be replayed",
  (database) =>
    withIngestion(database, async ({ send, ingestion, files }) => {
      const { batch } = await send("time,value\n2026-01-05,1\n");
      const { file } = await ingestion.require(batch);
      await files.remove(file.digest);
      await assertRejects(ingestion.replay(batch), { code: "FILE_NOT_FOUND" });
    }),
);
