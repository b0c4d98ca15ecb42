import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { askedZones, setZone } from "@/lib/ingest/events/sources.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { judgeText } from "./judging.ts";
import { makeEvent, storeBatch } from "./made_events.ts";

function isRefused(message: string) {
  return (error: unknown) =>
    error instanceof AppError && error.code === "BAD_PARAMETER" && error.message.includes(message);
}

databaseTest(
  "askedZones() tells the zones of sources, and gives new ones the zone that is asked for",
  async (database) => {
    await setZone(database, "graz", "Europe/Vienna");
    await setZone(database, "london", "UTC");
    assertEquals(await askedZones(database, { source: "new", zone: null }), {
      zone: "UTC",
      zones: [["graz", "Europe/Vienna"]],
    });
    // Sources that are there keep theirs.
    const { zone, zones } = await askedZones(database, { source: null, zone: "Asia/Tokyo" });
    assertEquals(zone, "Asia/Tokyo");
    assertEquals(new Map(zones), new Map([["graz", "Europe/Vienna"], ["london", "UTC"]]));
  },
);

databaseTest(
  "askedZones() changes the zone of the request's own source while it has no events",
  async (database) => {
    await setZone(database, "shop", "Europe/Vienna");
    const { zones } = await askedZones(database, { source: "shop", zone: "Asia/Tokyo" });
    assertEquals(new Map(zones).get("shop"), "Asia/Tokyo");
    await storeBatch(database, { batch: "b", events: [makeEvent({ value: "1" })] });
    await assertRejects(
      askedZones(database, { source: "shop", zone: "UTC" }),
      (error: unknown) => {
        assert(error instanceof AppError);
        const [{ place, message, remedy }] = error.problems;
        assertEquals([error.code, place.key, message], ["BAD_PARAMETER", "zone", error.message]);
        assertEquals(
          message,
          'Cannot count the days of source "shop" by the clocks of UTC as a source that has ' +
            'events keeps its zone: current value is "Asia/Tokyo"',
        );
        assertEquals(
          remedy,
          "Leave the zone out, or say Asia/Tokyo. What counts by the clocks of UTC takes a source " +
            "of another name",
        );
        return true;
      },
    );
  },
);

databaseTest(
  "askedZones() takes the zone that a source with events has, by any of its names",
  async (database) => {
    await setZone(database, "shop", "europe/kiev");
    await storeBatch(database, { batch: "b", events: [makeEvent({ value: "1" })] });
    for (const zone of ["Europe/Kiev", "Europe/Kyiv"]) {
      const { zones } = await askedZones(database, { source: "shop", zone });
      assertEquals(new Map(zones).get("shop"), "Europe/Kiev", zone);
    }
  },
);

databaseTest(
  "setZone() refuses what is no zone, and another one where there are events",
  async (database) => {
    await assertRejects(
      setZone(database, "shop", "+02:00"),
      isRefused('current value is "+02:00"'),
    );
    await assertRejects(setZone(database, " ", "UTC"), isRefused("source_name"));
    await setZone(database, "shop", "Asia/Tokyo");
    await setZone(database, "shop", "Europe/Vienna");
    await storeBatch(database, { batch: "b", events: [makeEvent({ value: "1" })] });
    await setZone(database, "shop", "Europe/Vienna");
    await assertRejects(setZone(database, "shop", "UTC"), isRefused('is "Europe/Vienna"'));
  },
);

databaseTest(
  "A source's days are those of its zone, from the file to the rollup",
  async (database) => {
    await setZone(database, "shop", "America/New_York");
    const known = await askedZones(database, { source: "shop", zone: null });
    const zones = new Map(known.zones);
    const zoneOf = (source: string) => zones.get(source) ?? known.zone;
    // 23:30 in New York is 04:30 of the next day in UTC; the last is 22:00 of the 4th there.
    const { events } = await judgeText(
      "time,value\n2026-01-05 23:30:00,1\n2026-01-06T04:59:59Z,2\n2026-01-05T03:00:00Z,4\n",
      { zone: zoneOf("shop"), zoneOf },
    );
    await storeBatch(database, { batch: "b", events });
    assertEquals(
      await database.query("select day, value_sum from daybook.metric_daily order by day"),
      [{ day: "2026-01-04", value_sum: "4" }, { day: "2026-01-05", value_sum: "3" }],
    );
  },
);
