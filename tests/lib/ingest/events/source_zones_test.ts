import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { SourceZones } from "@/lib/ingest/events/source_zones.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("SourceZones tells each of many what askedZones() tells", async (database) => {
  await setZone(database, "graz", "Europe/Vienna");
  const zones = new SourceZones(database);
  const known = { zone: "UTC", zones: [["graz", "Europe/Vienna"]] };
  const asked = Array.from({ length: 5 }, () => zones.ask({ source: "graz", zone: null }));
  assertEquals(await Promise.all(asked), Array.from({ length: 5 }, () => known));
  // Who asks later hears of what was changed meanwhile.
  await setZone(database, "tokyo", "Asia/Tokyo");
  const { zones: later } = await zones.ask({ source: null, zone: null });
  assertEquals(new Map(later), new Map([["graz", "Europe/Vienna"], ["tokyo", "Asia/Tokyo"]]));
  assertEquals((await zones.ask({ source: "new", zone: "UTC" })).zone, "UTC");
});
