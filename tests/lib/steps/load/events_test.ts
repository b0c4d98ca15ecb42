import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { makeEvent, storeBatch, type Wanted } from "@/tests/lib/ingest/events/made_events.ts";
import type { Database } from "@/lib/db/database.ts";

async function send(database: Database, ...wanted: readonly Wanted[]): Promise<void> {
  await storeBatch(database, { batch: crypto.randomUUID(), events: wanted.map(makeEvent) });
}

function load(body: string): string {
  return `\`\`\`load taken\n${body}\n\`\`\`\n`;
}

const MONDAY = "2026-01-05T10:00:00Z";
const TUESDAY = "2026-01-06T10:00:00Z";

databaseTest("load takes the events of a source with their dimensions", async (database) => {
  await send(
    database,
    { time: TUESDAY, value: "2.50", dimensions: { city: "Linz", day: "short" } },
    { time: MONDAY, value: "1", dimensions: { city: "Graz" } },
    { source: "web", time: MONDAY, value: "9" },
  );
  const ran = await runNotebook(database, load("source: shop"));
  const { schema } = ran.plan.cells.get("taken")!;
  // Which dimensions there are is told by the events alone.
  assertEquals(schema, null);
  const columns = ran.cell("taken").outcome;
  if (columns.state !== "done") throw new Error(columns.state);
  assertEquals(columns.result.schema.columns.map(({ name, type }) => `${name} ${type}`), [
    "source text",
    "time timestamp",
    "day date",
    "metric text",
    "value decimal",
    "event_id text",
    "city text",
    // A dimension that is called as the day is.
    "day_2 text",
  ]);
  assertEquals(await ran.rows("taken"), [
    ["shop", "2026-01-05T10:00:00Z", "2026-01-05", "sales", 1, null, "Graz", null],
    ["shop", "2026-01-06T10:00:00Z", "2026-01-06", "sales", 2.5, null, "Linz", "short"],
  ]);
  assertEquals(ran.figures("taken"), {
    rows: 2,
    metrics: 1,
    first: "2026-01-05",
    last: "2026-01-06",
  });
  const lines = await database.query(
    `select _line, _repeat, value from ${columns.result.relation} order by _line`,
  );
  assertEquals(lines.map((row) => Object.values(row)), [[1, false, "1"], [2, false, "2.5"]]);
});

databaseTest("load takes what days come to, of metrics and days", async (database) => {
  await send(
    database,
    { time: MONDAY, value: "1" },
    { time: "2026-01-05T11:00:00Z", value: "4" },
    { time: TUESDAY, value: "2" },
    { time: MONDAY, value: "7", metric: "visits" },
  );
  const body = "source: shop\ntake: days\nmetrics: sales\n" +
    "dates: { from: 2026-01-05, to: 2026-01-05 }";
  const ran = await runNotebook(database, load(body));
  // 1 + 4 = 5 on the Monday; the Tuesday and the visits are not asked for.
  assertEquals(await ran.rows("taken"), [["shop", "sales", "2026-01-05", 2, 5, 1, 4]]);
  assertEquals(ran.plan.cells.get("taken")?.schema?.columns.map(({ name }) => name), [
    "source",
    "metric",
    "day",
    "value_count",
    "value_sum",
    "value_min",
    "value_max",
  ]);
});

databaseTest("load takes what parameters say, and all where they say all", async (database) => {
  await send(
    database,
    { time: MONDAY, value: "1" },
    { source: "web", time: TUESDAY, value: "2", metric: "visits" },
  );
  const text = "---\nparams:\n  period: { type: date_range }\n  source: { type: source }\n" +
    "  metric: { type: metric }\n---\n\n" +
    load("source: ${source}\ntake: days\nmetrics: ${metric}\ndates: ${period}");
  const taken = async (parameters: Record<string, string>) =>
    (await (await runNotebook(database, text, { parameters })).rows("taken"))
      .map((row) => row.slice(0, 3).join(" "));
  assertEquals(await taken({}), ["shop sales 2026-01-05", "web visits 2026-01-06"]);
  assertEquals(await taken({ source: "web" }), ["web visits 2026-01-06"]);
  assertEquals(await taken({ metric: "sales" }), ["shop sales 2026-01-05"]);
  assertEquals(await taken({ period: "2026-01-06..2026-01-31" }), ["web visits 2026-01-06"]);
});

databaseTest("load runs again where what it takes has changed, and only then", async (database) => {
  await send(database, { time: MONDAY, value: "1" });
  const days = load("source: shop\ntake: days\nmetrics: sales");
  const events = load("source: shop");
  const ends = async (text: string) => (await runNotebook(database, text)).ends.taken;
  assertEquals([await ends(days), await ends(events)], ["computed", "computed"]);
  assertEquals([await ends(days), await ends(events)], ["cache", "cache"]);
  // The same event again, and an event of another source, change nothing.
  await send(database, { time: MONDAY, value: "1" }, { source: "web", time: MONDAY, value: "1" });
  assertEquals([await ends(days), await ends(events)], ["cache", "cache"]);
  // Another metric's event is among the events, but not among the sums of this one.
  await send(database, { time: MONDAY, value: "1", metric: "visits" });
  assertEquals([await ends(days), await ends(events)], ["cache", "computed"]);
  await send(database, { time: TUESDAY, value: "3" });
  assertEquals([await ends(days), await ends(events)], ["computed", "computed"]);
});

databaseTest("load refuses a source that is not there, and says which are", async (database, t) => {
  const [nobody] = (await runNotebook(database, load("source: shop"))).problems("taken");
  assertEquals([nobody.code, nobody.place.key, nobody.place.line, nobody.remedy], [
    "NOT_FOUND",
    "source",
    2,
    "Send events first: POST them to /api/ingest?source_name=shop",
  ]);
  await send(database, { time: MONDAY, value: "1" }, { source: "web", time: MONDAY, value: "1" });
  const cases: readonly (readonly [string, string, string])[] = [
    ["near one", "shpo", 'Did you mean "shop"?'],
    ["near none", "warehouse", "There are shop, web"],
  ];
  for (const [name, source, remedy] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, load(`source: ${source}`));
      const [problem] = ran.problems("taken");
      assertEquals(problem.message.endsWith(`current value is "${source}"`), true);
      assertEquals(problem.remedy, remedy);
    });
  }
});

databaseTest("load warns where no event fits, and says what there is", async (database) => {
  await send(database, { time: MONDAY, value: "1" }, { time: TUESDAY, value: "1" });
  const ran = await runNotebook(database, load("source: shop\nmetrics: revenue"));
  assertEquals(ran.ends, { taken: "computed" });
  const [warning] = ran.problems("taken");
  assertEquals([warning.severity, warning.place.key, warning.remedy], [
    "warning",
    "metrics",
    "It has sales from 2026-01-05 to 2026-01-06",
  ]);
});

databaseTest("load of events refuses what tells how a file is read", async (database, t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a format", "source: shop\nformat: csv", "format"],
    ["a file too", "source: shop\nfile: a.csv", "source"],
    ["days without a source", "file: a.csv\ndates: all", "dates"],
    ["dimensions of days", "source: shop\ntake: days\ndimensions: [city]", "dimensions"],
  ];
  for (const [name, body, key] of cases) {
    await t.step(name, async () => {
      const [problem] = (await runNotebook(database, load(body))).problems("taken");
      assertEquals([problem.code, problem.place.key], ["BAD_NOTEBOOK", key]);
    });
  }
});

databaseTest("load of events takes part in all that is below it", async (database) => {
  await send(
    database,
    { time: MONDAY, value: "1", dimensions: { city: "Graz" } },
    { time: "2026-01-05T11:00:00Z", value: "4", dimensions: { city: "Graz" } },
    { time: TUESDAY, value: "2", dimensions: { city: "Linz" } },
  );
  const text = load("source: shop\ndimensions: [city]") +
    "\n```clean tidy\nsteps:\n  - filter: value > 1\n```\n" +
    "\n```kpi daily\ntime: day\nby: [city]\nmeasures:\n  total: sum(value)\n" +
    "  average: { value: avg(value) }\n```\n";
  const ran = await runNotebook(database, text);
  assertEquals(ran.ends, { taken: "computed", tidy: "computed", daily: "computed" });
  // 4 on the Monday, since 1 is filtered out, and 2 on the Tuesday: 6 in all.
  assertEquals(ran.figures("daily")["total.total"], 6);
});
