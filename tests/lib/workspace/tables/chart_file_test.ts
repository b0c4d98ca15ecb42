import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { sampleBar } from "@/tests/fixtures/sample_blocks.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { bytesOf, drawer, textOf } from "./asked.ts";
import { keyOf } from "./results.ts";

databaseTest("createTables() hands out charts as they were drawn", async (database) => {
  const key = keyOf("chart");
  const wide =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 340" width="920" height="340"><title>Rows</title></svg>';
  await database.kysely.insertInto("drawings").values({ key, place: 1, wide, narrow: "" })
    .execute();
  await using painter = createDrawer();
  const tables = createTables({ database, drawer: painter });
  const asked = { key, place: 1, theme: "light" } as const;
  const svg = await textOf(tables.chart({ ...asked, format: "svg" }));
  ok(svg.includes("<title>Rows</title>") && svg.includes("prefers-color-scheme"));
  const png = await bytesOf(tables.chart({ ...asked, format: "png" }));
  assertEquals([...png.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  await rejects(textOf(tables.chart({ ...asked, place: 0, format: "svg" })), { code: "NOT_FOUND" });
});

databaseTest("createTables() tells what a chart shows", async (database) => {
  const key = keyOf("chart");
  const text = { type: "text", paragraphs: [] };
  await database.kysely.insertInto("outputs").values({
    key,
    rows: 0,
    rejected: 0,
    blocks: JSON.stringify([text, sampleBar]),
    figures: "{}",
    milliseconds: 1,
    computed_at: "2026-03-01T00:00:00Z",
  }).execute();
  const tables = createTables({ database, drawer });
  assertEquals(await tables.figure({ key, place: 1 }), JSON.parse(JSON.stringify(sampleBar)));
  for (const place of [0, 2, -1]) {
    await rejects(tables.figure({ key, place }), { code: "NOT_FOUND" });
  }
});
