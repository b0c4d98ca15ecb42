import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";
import { createLog } from "@/lib/log.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ASKED = {
  source: "shop",
  mode: "strict",
  zone: null,
  dateOrder: null,
  format: null,
  name: "events.csv",
  corrects: null,
} as const;

databaseTest(
  "createEvents() forgets at its start what is older than the setting says",
  async (database) => {
    await using folder = await makeFolder();
    const clock = { now: new Date("2026-01-01T00:00:00Z") };
    const open = async () => {
      const forgotten = Promise.withResolvers<void>();
      const write = (line: string) => line.includes("job.completed") && forgotten.resolve();
      const events = await createEvents({
        database,
        config: readConfig({ DATA_DIR: folder.path, RECEIVED_MAX_DAYS: "2" }),
        log: createLog({ level: "info", write }),
        now: () => clock.now,
      });
      await forgotten.promise;
      return events;
    };
    const daysKept: string[][] = [];
    for (const day of ["2026-01-01", "2026-01-02", "2026-01-04"]) {
      clock.now = new Date(`${day}T12:00:00Z`);
      await using events = await open();
      const { items } = await events.batches({ limit: 10, after: null });
      daysKept.push(items.map(({ receivedAt }) => receivedAt.slice(0, 10)));
      await events.ingest(ASKED, new Blob([`time,value\n${day},1\n`]).stream());
    }
    // On the fourth, the first is three days old; the second has just its two.
    assertEquals(daysKept, [[], ["2026-01-01"], ["2026-01-02"]]);
  },
);
