import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { parseDay } from "@/lib/day.ts";
import { recomputeDays } from "@/lib/ingest/events/recompute.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch } from "./made_events.ts";

const RANGE = { source: "shop", from: parseDay("2026-01-05"), to: parseDay("2026-01-06") };

/** Ones on four days in a row, and one of another source. */
async function storeDays(database: Database): Promise<void> {
  const days = ["04", "05", "06", "07"].map((day) =>
    makeEvent({ value: "1", time: `2026-01-${day}T12:00:00Z` })
  );
  await storeBatch(database, {
    batch: "b",
    events: [...days, makeEvent({ value: "1", source: "other" })],
  });
}

async function sums(database: Database) {
  const rows = await database.query(
    "select source, day, value_sum from daybook.metric_daily order by source, day",
  );
  return rows.map(({ source, day, value_sum }) => `${source} ${day} ${value_sum}`);
}

databaseTest(
  "recomputeDays() corrects what is wrong in its range alone, both ends in",
  async (database) => {
    await storeDays(database);
    const right = await sums(database);
    await database.query("update daybook.metric_daily set value_sum = 9 where day <> '2026-01-06'");
    assertEquals(await recomputeDays(database, RANGE), { corrected: 1, removed: 0 });
    assertEquals(await sums(database), [
      "other 2026-01-05 9",
      "shop 2026-01-04 9",
      "shop 2026-01-05 1",
      "shop 2026-01-06 1",
      "shop 2026-01-07 9",
    ]);
    const all = { from: parseDay("2026-01-01"), to: parseDay("2026-01-31") };
    await recomputeDays(database, { source: "shop", ...all });
    await recomputeDays(database, { source: "other", ...all });
    assertEquals(await sums(database), right);
  },
);

databaseTest(
  "recomputeDays() removes days that have no events, and makes those that are missing",
  async (database) => {
    await storeDays(database);
    await database.query("delete from daybook.events where source = 'shop' and day = '2026-01-05'");
    await database.query("delete from daybook.metric_daily where day = '2026-01-06'");
    assertEquals(await recomputeDays(database, RANGE), { corrected: 1, removed: 1 });
    assertEquals(await sums(database), [
      "other 2026-01-05 1",
      "shop 2026-01-04 1",
      "shop 2026-01-06 1",
      "shop 2026-01-07 1",
    ]);
  },
);

databaseTest("recomputeDays() does nothing for a source that nobody knows", async (database) => {
  assertEquals(await recomputeDays(database, RANGE), { corrected: 0, removed: 0 });
});
