import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { listCards } from "@/lib/workspace/notebooks/cards.ts";
import { deleteNotebook } from "@/lib/workspace/notebooks/store.ts";
import { withDashboard } from "@/lib/workspace/sources/with_dashboard.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ASKED = {
  source: "shop",
  mode: "strict",
  dateOrder: null,
  zone: null,
  format: "csv",
  name: "events.csv",
  corrects: null,
} as const;

async function dashboards(database: Database): Promise<readonly string[]> {
  return (await listCards(database, { tag: "dashboard" })).map(({ id }) => id);
}

databaseTest(
  "withDashboard() makes the dashboard with the first events, once",
  async (database) => {
    await using folder = await makeFolder();
    const config = readConfig({ DATA_DIR: folder.path });
    const log = createLog({ level: "error" });
    await using events = withDashboard(await createEvents({ database, config, log }), {
      database,
      log,
    });
    const send = (text: string) => events.ingest(ASKED, new Blob([text]).stream());
    await send("time,value\n2026-01-05T10:00:00Z,1\n");
    const [made, ...others] = await dashboards(database);
    assertEquals([typeof made, others], ["string", []]);
    await send("time,value\n2026-01-06T10:00:00Z,1\n");
    assertEquals(await dashboards(database), [made]);
    // Whoever deletes it does not want it again.
    await deleteNotebook(database, made);
    await send("time,value\n2026-01-07T10:00:00Z,1\n");
    assertEquals(await dashboards(database), []);
  },
);
