import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { PIECE_EVENTS } from "@/lib/ingest/events/piece_cutter.ts";
import { databaseKind, makePlace, type Place } from "@/tests/helpers/database.ts";
import { killChild } from "@/tests/helpers/processes.ts";
import { eventsText, withIngestion } from "./ingesting.ts";

const KILLS = 2;
const CLIENTS = 3;
/** More than a piece, so that a kill may fall between two of them. */
const CLIENT_EVENTS = PIECE_EVENTS + 100;

/** Ends the embedded database's process, or the sessions of this database on a server. */
async function killDatabase(database: Database, { config }: Place): Promise<void> {
  if ("dataDirectory" in config) return await killChild(config.dataDirectory);
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

Deno.test({
  name:
    "Ingestion has what it acknowledged once, and takes the rest again, when the database is killed",
  ignore: databaseKind === "embedded" && Deno.build.os !== "linux",
  async fn() {
    await using place = await makePlace();
    const database = await openDatabase(place.config);
    try {
      await withIngestion(database, async ({ send, ingestion }) => {
        const names: string[] = [];
        for (let kill = 0; kill < KILLS; kill++) {
          const own = Array.from({ length: CLIENTS }, (_, i) => `kill ${kill} client ${i}`);
          names.push(...own);
          const sent = own.map((name) => send(eventsText(CLIENT_EVENTS, name), { source: name }));
          const settled = Promise.allSettled(sent);
          await Promise.any(sent);
          await killDatabase(database, place);
          for (const [i, { status }] of (await settled).entries()) {
            if (status === "fulfilled") continue;
            // What was stored before the kill is there once all the same.
            const again = await send(eventsText(CLIENT_EVENTS, own[i]), { source: own[i] });
            assertEquals(again.inserted + again.duplicates, CLIENT_EVENTS);
          }
        }
        // As the next start does, with what was sent before and came to no end.
        await ingestion.resume();
        assertEquals(
          await database.query("select source, count(*) from daybook.events group by 1 order by 1"),
          names.toSorted().map((source) => ({ source, count: CLIENT_EVENTS })),
        );
        assertEquals(
          await database.query(
            "select source, sum(value_count) as count from daybook.metric_daily group by 1 order by 1",
          ),
          names.toSorted().map((source) => ({ source, count: `${CLIENT_EVENTS}` })),
        );
      });
    } finally {
      await database.close();
    }
  },
});
