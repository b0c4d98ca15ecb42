import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { readDays } from "@/lib/workspace/metrics/series.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";

databaseTest(
  "readDays() names the metrics of a source that has not the one asked for",
  async (database) => {
    const events = ["orders", "visits"].map((metric) => makeEvent({ metric, value: "1" }));
    await storeBatch(database, { batch: "one", events });
    // What is near, else all there are; of a source without days, none.
    const cases = [
      ["shop", "order", 'Did you mean "orders"?'],
      ["shop", "events_total", "Ask with metric=… for one of orders, visits"],
      ["nowhere", "orders", null],
    ] as const;
    for (const [source, metric, remedy] of cases) {
      const asked = { source, metric, field: "sum", to: null } as const;
      await rejects(readDays(database, asked, {}), (error) => {
        ok(error instanceof AppError);
        const [{ place, remedy: told }] = error.problems;
        deepStrictEqual([error.code, place.key, told], ["NOT_FOUND", "metric", remedy]);
        return true;
      });
    }
  },
);
