import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import { readTable } from "@/lib/steps/events/read_table.ts";
import type { Input } from "@/lib/steps/step.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

/** Makes a table and returns it as the result of a cell. */
async function makeInput(
  database: Database,
  columns: readonly ColumnSchema[],
  rows: string,
): Promise<Input> {
  const asResults = { role: "results" } as const;
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  await database.query("drop table if exists results.calendar", [], asResults);
  await database.query(
    `create table results.calendar as select * from (${rows}) as rows (${names})`,
    [],
    asResults,
  );
  return {
    cell: "campaigns",
    key: "0".repeat(64),
    kind: "load",
    schema: { stage: "table", grain: null, columns },
    relation: "results.calendar",
    rows: 1,
    facts: null,
    figures: {},
  };
}

function read(database: Database, input: Input, zone = "UTC") {
  const { signal } = new AbortController();
  return readTable(input, { effect: "explain", zone, database, signal });
}

const SPANS = [
  column("name", "text"),
  column("from", "date"),
  column("until", "date"),
  column("effect", "text"),
];

databaseTest("readTable() reads events by their days, then their names", async (database) => {
  const input = await makeInput(
    database,
    SPANS,
    `values ('Auction', '2026-03-01'::date, '2026-03-05'::date, 'mute'),
      ('  Fair' || chr(10) || 'East ', '2026-02-01', null, null), ('Expo', '2026-02-01', '2026-02-01', '')`,
  );
  const { spans, problems } = await read(database, input);
  assertEquals(problems, []);
  assertEquals(spans.map(({ name, starts, ends, effect }) => [name, starts, ends, effect]), [
    // An event without an end is one day; without an effect, it has that of the body. A line break is a space.
    ["Fair East", "2026-02-01", "2026-02-01", "explain"],
    ["Expo", "2026-02-01", "2026-02-01", "explain"],
    ["Auction", "2026-03-01", "2026-03-05", "mute"],
  ]);
  assertEquals(new Set(spans.map(({ source }) => source)), new Set(["campaigns"]));
});

databaseTest("readTable() takes the day of a moment by the zone's clocks", async (database) => {
  const input = await makeInput(
    database,
    [column("Name", "text"), column("on", "timestamp")],
    "values ('Launch', '2026-01-31T23:30:00Z'::timestamptz)",
  );
  const dayIn = async (zone: string) => (await read(database, input, zone)).spans[0].starts;
  assertEquals(await dayIn("UTC"), "2026-01-31");
  // An hour later in Berlin, in winter.
  assertEquals(await dayIn("Europe/Berlin"), "2026-02-01");
});

databaseTest(
  "readTable() leaves out what is no event, and says why of the first",
  async (database, t) => {
    const long = "x".repeat(201);
    const cases: readonly (readonly [name: string, row: string, reason: string])[] = [
      ["no name", "(' ', '2026-01-01'::date, null::date, null)", "no name on 2026-01-01"],
      ["no day", "('Sale', null::date, null::date, null)", 'no day for "Sale"'],
      [
        "an end before its start",
        "('Sale', '2026-01-02'::date, '2026-01-01'::date, null)",
        '"Sale" ends on 2026-01-01, before it begins on 2026-01-02',
      ],
      [
        "a year of five digits",
        "('Sale', '10000-01-01'::date, null::date, null)",
        '"Sale" is outside of the years 1 to 9999',
      ],
      [
        "an effect that is none",
        "('Sale', '2026-01-02'::date, null::date, 'loud')",
        'the effect of "Sale" is "loud", none of mute, explain, none',
      ],
      [
        "a text in the place of a name",
        `('${long}', '2026-01-02'::date, null::date, null)`,
        `"${"x".repeat(40)}…" is longer than 200 characters`,
      ],
    ];
    for (const [name, row, reason] of cases) {
      await t.step(name, async () => {
        const { spans, problems } = await read(
          database,
          await makeInput(database, SPANS, `values ${row}`),
        );
        assertEquals(spans, []);
        assertEquals(problems.map(({ message, place }) => [message, place.key]), [[
          'Cannot read 1 event of "campaigns" as each needs a name and days in their order: ' +
          `current value is ${reason}`,
          "from",
        ]]);
      });
    }
    await t.step("several of them in one warning, beside what is sound", async () => {
      const rows =
        "values (null, '2026-01-01'::date, null::date, null), ('Sale', '2026-01-02', null, null), " +
        "(null, '2026-01-03', null, null)";
      const { spans, problems } = await read(database, await makeInput(database, SPANS, rows));
      assertEquals(spans.map(({ name }) => name), ["Sale"]);
      assertEquals(problems[0].message.slice(0, 41), 'Cannot read 2 events of "campaigns" as ea');
    });
  },
);

databaseTest("readTable() refuses a table of more events than a calendar has", async (database) => {
  const input = await makeInput(
    database,
    [column("name", "text"), column("day", "date")],
    "select 'Event ' || g, '2026-01-01'::date from generate_series(1, 100001) as g",
  );
  await rejects(read(database, { ...input, rows: 100_001 }), {
    code: "TOO_MANY_ROWS",
    message:
      /^Cannot read all events as there may be at most 100,000: current value is 100,001 rows in "campaigns"$/,
  });
});
