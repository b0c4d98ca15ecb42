import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import fc from "fast-check";
import type { Database } from "@/lib/db/database.ts";
import { parseDay } from "@/lib/day.ts";
import type { Event } from "@/lib/ingest/events/event.ts";
import { recomputeDays } from "@/lib/ingest/events/recompute.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { storeEvents } from "@/lib/ingest/events/store_events.ts";
import { MOST_CONFLICTS } from "@/lib/ingest/events/store_some_new.ts";
import { dayText } from "@/lib/read/values/calendar.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { judgeText } from "./judging.ts";
import { makeEvent, pieceOf, storeBatch, type Wanted, wantedOf } from "./made_events.ts";

function store(database: Database, ...wanted: Wanted[]) {
  return storeBatch(database, { batch: "b", events: wanted.map(makeEvent) });
}

async function daysOf(database: Database, sources: readonly string[] = ["shop"]) {
  const rows = await database.query(
    `select source, metric, day, value_count, value_sum, value_min, value_max
     from daybook.metric_daily where source = any ($1::text[]) order by source, metric, day`,
    [sources],
  );
  return rows.map((row) => Object.values(row));
}

async function daysFromScratch(database: Database, sources: readonly string[]) {
  const rows = await database.query(
    `select source, metric, day, count(*), sum(value), min(value), max(value)
     from daybook.events where source = any ($1::text[])
     group by source, metric, day order by source, metric, day`,
    [sources],
  );
  return rows.map((row) => Object.values(row));
}

/** Has sessions think that it is tomorrow already: Kiritimati is 14 hours ahead of UTC. */
async function moveZone(database: Database): Promise<void> {
  const [{ name }] = await database.query<{ name: string }>(
    "select quote_ident(current_database()) as name",
  );
  await database.query(`alter database ${name} set timezone = 'Pacific/Kiritimati'`);
  await database.query("set timezone = 'Pacific/Kiritimati'");
}

databaseTest("storeEvents() stores events and adds up their days", async (database) => {
  const stored = await store(
    database,
    { value: "1.50", dimensions: { city: "Graz" } },
    { value: "2", dimensions: { city: "Linz" } },
    { value: "-4", time: "2026-01-06T00:00:00Z" },
    { value: "7", metric: "visits" },
  );
  assertEquals(stored, { inserted: 4, duplicates: 0, conflicts: 0, conflicting: [] });
  // 1.50 + 2 = 3.5, without zeros at the end.
  assertEquals(await daysOf(database), [
    ["shop", "sales", "2026-01-05", 2, "3.5", "1.5", "2"],
    ["shop", "sales", "2026-01-06", 1, "-4", "-4", "-4"],
    ["shop", "visits", "2026-01-05", 1, "7", "7", "7"],
  ]);
  const [event] = await database.query(
    `select source, event_id, "time", day, metric, value, dimensions, batch
     from daybook.events where value = 1.5`,
  );
  assertEquals(event, {
    source: "shop",
    event_id: null,
    time: "2026-01-05T12:00:00Z",
    day: "2026-01-05",
    metric: "sales",
    value: "1.5",
    dimensions: { city: "Graz" },
    batch: "b",
  });
});

databaseTest(
  "storeEvents() keeps the first of a key and tells duplicates from conflicts",
  async (database) => {
    await store(database, { value: "1" }, { value: "5", eventId: "17" });
    const again = await store(
      database,
      { value: "1.00", line: 2 },
      { value: "2", line: 3 },
      { value: "3", line: 4, metric: "new" },
      { value: "3", line: 5, metric: "new" },
      { value: "4", line: 6, metric: "new" },
      { value: "5", line: 7, eventId: "17", time: "2026-01-07T00:00:00Z", metric: "m" },
    );
    assertEquals(again, {
      inserted: 1,
      duplicates: 2,
      conflicts: 3,
      conflicting: [
        { line: 3, source: "shop", differs: ["value"] },
        { line: 6, source: "shop", differs: ["value"] },
        { line: 7, source: "shop", differs: ["time", "metric"] },
      ],
    });
    assertEquals(await daysOf(database), [
      ["shop", "new", "2026-01-05", 1, "3", "3", "3"],
      ["shop", "sales", "2026-01-05", 2, "6", "1", "5"],
    ]);
  },
);

databaseTest("storeEvents() tells what became of each of several batches", async (database) => {
  const batch = (name: string, ...wanted: Wanted[]) =>
    pieceOf({ batch: name, events: wanted.map(makeEvent) });
  const stored = await storeEvents(database, [
    batch("1", { value: "1" }, { value: "2", eventId: "a" }),
    batch("2"),
    batch("3", { value: "1" }, { value: "3", eventId: "a", line: 4 }, { value: "5", source: "b" }),
  ]);
  assertEquals(stored, [
    { inserted: 2, duplicates: 0, conflicts: 0, conflicting: [] },
    { inserted: 0, duplicates: 0, conflicts: 0, conflicting: [] },
    {
      inserted: 1,
      duplicates: 1,
      conflicts: 1,
      conflicting: [{ line: 4, source: "shop", differs: ["value"] }],
    },
  ]);
  assertEquals(
    await database.query("select batch, value from daybook.events order by batch, value"),
    [{ batch: "1", value: "1" }, { batch: "1", value: "2" }, { batch: "3", value: "5" }],
  );
});

databaseTest("storeEvents() counts all conflicts and tells so many", async (database) => {
  const events = (value: string) =>
    Array.from({ length: MOST_CONFLICTS + 20 }, (_, i) => makeEvent({ value, eventId: `${i}` }));
  await storeBatch(database, { batch: "1", events: events("1") });
  const { conflicts, conflicting } = await storeBatch(database, {
    batch: "2",
    events: events("2"),
  });
  assertEquals([conflicts, conflicting.length], [MOST_CONFLICTS + 20, MOST_CONFLICTS]);
});

databaseTest(
  "storeEvents() finds those that are not new among many that are",
  async (database) => {
    const made = (from: number, value: string) =>
      Array.from(
        { length: 1000 },
        (_, i) => makeEvent({ value, eventId: `${from + i}`.padStart(4, "0"), line: i + 2 }),
      );
    await storeBatch(database, { batch: "1", events: [made(500, "1")[7]] });
    // None of the few that are looked for first is there.
    const events = made(0, "1");
    assertEquals(await storeBatch(database, { batch: "2", events }), {
      inserted: 999,
      duplicates: 1,
      conflicts: 0,
      conflicting: [],
    });
    assertEquals((await daysOf(database)).map(([, , , count, sum]) => [count, sum]), [
      [1000, "1000"],
    ]);
    const { conflicts, conflicting } = await storeBatch(database, {
      batch: "3",
      events: made(900, "2").toReversed(),
    });
    // 900 to 999 are there; the lines of 0900 and 0901 are 2 and 3.
    assertEquals([conflicts, conflicting.slice(0, 2).map(({ line }) => line)], [100, [2, 3]]);
  },
);

databaseTest("storeEvents() corrects the day of an event that comes late", async (database) => {
  await store(database, { value: "1", time: "2026-01-05T10:00:00Z" });
  await store(database, { value: "1", time: "2026-02-05T10:00:00Z" });
  await store(database, { value: "9", time: "2026-01-05T11:00:00Z" });
  assertEquals(await daysOf(database), [
    ["shop", "sales", "2026-01-05", 2, "10", "1", "9"],
    ["shop", "sales", "2026-02-05", 1, "1", "1", "1"],
  ]);
});

databaseTest(
  "storeEvents() writes the days of new events alone, however many there are",
  async (database) => {
    const old = Array.from(
      { length: 500 },
      (_, i) => makeEvent({ value: "1", time: new Date(Date.UTC(2024, 0, 1 + i)).toISOString() }),
    );
    await storeBatch(database, { batch: "1", events: old });
    const [{ last }] = await database.query<{ last: number }>(
      "select max(xmin::text::int8) as last from daybook.metric_daily",
    );
    await storeBatch(database, {
      batch: "2",
      events: [
        ...old,
        makeEvent({ value: "1" }),
        makeEvent({ value: "2", time: "2024-02-01T12:00Z" }),
      ],
    });
    const written = await database.query(
      "select day from daybook.metric_daily where xmin::text::int8 > $1 order by day",
      [last],
    );
    assertEquals(written, [{ day: "2024-02-01" }, { day: "2026-01-05" }]);
  },
);

databaseTest(
  "storeEvents() takes the same file once, whatever the order of its columns and rows",
  async (database) => {
    const files = [
      "date,amount,store,city\n2026-01-05,12.50,007,Graz\n2026-01-05,3,7,Linz\n2026-01-06,1,8,\n",
      "date,amount,store,city\n2026-01-05,12.50,007,Graz\n2026-01-05,3,7,Linz\n2026-01-06,1,8,\n",
      "City;store;Amount;Date\n".toLowerCase() + "Linz;7;3,00;2026-01-05\n;8;1;2026-01-06\n",
      '"store","date","city","amount"\n"007","2026-01-05T00:00:00Z"," Graz ","12.5"\n',
    ];
    const inserted: number[] = [];
    for (const [i, text] of files.entries()) {
      const { events } = await judgeText(text);
      const stored = await storeBatch(database, { batch: `${i}`, events });
      assertEquals(stored.conflicts, 0);
      inserted.push(stored.inserted);
    }
    assertEquals(inserted, [3, 0, 0, 0]);
    // 12.50 + 3 = 15.5 on the first day.
    assertEquals((await daysOf(database)).map(([, , day, count, sum]) => [day, count, sum]), [
      ["2026-01-05", 2, "15.5"],
      ["2026-01-06", 1, "1"],
    ]);
  },
);

databaseTest("storeEvents() keeps what was rejected beside what was stored", async (database) => {
  await storeBatch(database, {
    batch: "b",
    events: [makeEvent({ value: "1" })],
    rejections: [
      { line: 7, column: "value", value: "x\ty", reason: "Not a decimal" },
      { line: 9, column: null, value: null, reason: "Too many cells" },
    ],
  });
  assertEquals(await database.query("select * from daybook.event_rejected order by line"), [
    { batch: "b", line: 7, column_name: "value", value: "x\ty", reason: "Not a decimal" },
    { batch: "b", line: 9, column_name: null, value: null, reason: "Too many cells" },
  ]);
});

databaseTest("storeEvents() stores nothing of a batch that fails", async (database) => {
  await store(database, { value: "1" });
  // No index takes 6,000 bytes that cannot be packed: the days are refused after the events.
  const metric = String.fromCharCode(...Array.from({ length: 2000 }, (_, i) => 0x4e00 + 7 * i));
  const bad = makeEvent({ value: "2", metric });
  await assertRejects(storeBatch(database, {
    batch: "b",
    events: [makeEvent({ value: "3", metric: "third" }), bad],
    rejections: [{ line: 1, column: null, value: null, reason: "Bad" }],
  }));
  assertEquals(await daysOf(database), [["shop", "sales", "2026-01-05", 1, "1", "1", "1"]]);
  assertEquals(await database.query("select count(*) from daybook.events"), [{ count: 1 }]);
  assertEquals(await database.query("select count(*) from daybook.event_rejected"), [{ count: 0 }]);
});

databaseTest("storeEvents() says that a source has changed where it has", async (database) => {
  const changes = async () => {
    const rows = await database.query("select changes from daybook.sources order by name");
    return rows.map((row) => row.changes);
  };
  await store(database, { value: "1", source: "a" }, { value: "1", source: "b" });
  assertEquals(await changes(), [1, 1]);
  await store(database, { value: "1", source: "a" }, { value: "2", source: "b", metric: "m" });
  assertEquals(await changes(), [1, 2]);
});

databaseTest(
  "metric_daily is what the events come to, in any order and any batches",
  async (database) => {
    await moveZone(database);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(wantedOf("x"), { maxLength: 8 }), { maxLength: 5 }),
        async (batches) => {
          const source = `run ${++run}`;
          const sources = [source, `${source} 2`];
          const made = batches.map((batch) =>
            batch.map((wanted) =>
              makeEvent({ ...wanted, source: wanted.source === "x" ? source : `${source} 2` })
            )
          );
          let inserted = 0;
          for (const events of made) {
            const stored = await storeBatch(database, { batch: source, events });
            const { duplicates, conflicts } = stored;
            assertEquals(stored.inserted + duplicates + conflicts, events.length);
            inserted += stored.inserted;
          }
          const days = await daysOf(database, sources);
          assertEquals(days, await daysFromScratch(database, sources));
          assertEquals(countsOf(days), firstOfEachKey(made.flat()));
          const all = made.flat();
          assertEquals(inserted, new Set(all.map(({ source, key }) => `${source} ${key}`)).size);
          const again = await storeBatch(database, { batch: "again", events: all.toReversed() });
          assertEquals([again.inserted, await daysOf(database, sources)], [0, days]);
          for (const one of sources) {
            const range = { source: one, from: parseDay("2000-01-01"), to: parseDay("2030-01-01") };
            assertEquals(await recomputeDays(database, range), { corrected: 0, removed: 0 });
          }
        },
      ),
      { numRuns: 40 },
    );
  },
);

databaseTest("storeEvents() gives the same from many clients at once", async (database) => {
  // 12 clients send 40 of the same 60 events each, from other starts, over two sources.
  const events = Array.from({ length: 60 }, (_, i) =>
    makeEvent({
      source: i % 2 === 0 ? "even" : "odd",
      value: `${i}`,
      eventId: `${i}`,
      time: `2026-01-${10 + i % 3}T00:00:00Z`,
    }));
  const stored = await Promise.all(
    Array.from({ length: 12 }, (_, client) => {
      const turned = [...events.slice(5 * client), ...events.slice(0, 5 * client)];
      return storeBatch(database, { batch: `${client}`, events: turned.slice(0, 40) });
    }),
  );
  assertEquals(stored.reduce((sum, { inserted }) => sum + inserted, 0), 60);
  assertEquals(stored.reduce((sum, { duplicates }) => sum + duplicates, 0), 12 * 40 - 60);
  const sources = ["even", "odd"];
  const days = await daysOf(database, sources);
  assertEquals(days, await daysFromScratch(database, sources));
  // 0 + 6 + … + 54 = 270 on the first even day.
  assertEquals(days[0], ["even", "sales", "2026-01-10", 10, "270", "0", "54"]);
});

/** How many events each source, metric and day has where the first of a key stays. */
function firstOfEachKey(events: readonly Event[]): Readonly<Record<string, number>> {
  const first = new Map<string, Event>();
  for (const event of events) {
    const key = `${event.source} ${event.key}`;
    if (!first.has(key)) first.set(key, event);
  }
  const counts: Record<string, number> = {};
  for (const { source, metric, day } of first.values()) {
    const name = `${source}|${metric}|${dayText(day)}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function countsOf(days: readonly (readonly unknown[])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    days.map(([source, metric, day, count]) => [`${source}|${metric}|${day}`, count]),
  );
}

/** Registers a batch as a request does. */
async function register(database: Database, id: string): Promise<void> {
  await database.kysely.insertInto("event_batches").values({
    id,
    source: "shop",
    asked: "{}",
    bytes: 1,
    digest: "",
    state: "storing",
    last_piece: null,
    told: null,
    corrects: null,
  }).execute();
}

databaseTest(
  "storeEvents() stores a piece of a registered batch once, and tells the same again",
  async (database) => {
    await register(database, "b");
    const rejections = [{ line: 3, column: "value", value: "x", reason: "No number" }];
    const events = [
      makeEvent({ value: "1" }),
      makeEvent({ value: "1" }),
      makeEvent({ value: "2" }),
    ];
    const piece = pieceOf({ batch: "b", events, rejections });
    const [first] = await storeEvents(database, [piece]);
    // The second is the first again, the third another value of the same key.
    assertEquals(first, {
      inserted: 1,
      duplicates: 1,
      conflicts: 1,
      conflicting: [{ line: 1, source: "shop", differs: ["value"] }],
    });
    const [other, again] = await storeEvents(database, [
      pieceOf({ batch: "c", events: [makeEvent({ value: "7", eventId: "7" })] }),
      piece,
    ]);
    assertEquals([other.inserted, again], [1, first]);
    assertEquals(await database.query("select line from daybook.event_rejected"), [{ line: 3 }]);
    assertEquals(
      await database.query(
        "select pieces, inserted, duplicates, conflicts from daybook.event_batches",
      ),
      [{ pieces: 1, inserted: 1, duplicates: 1, conflicts: 1 }],
    );
    await assertRejects(storeEvents(database, [{ ...piece, number: 2 }]), {
      code: "INTERNAL_ERROR",
    });
  },
);

databaseTest(
  "storeEvents() refuses events whose days were told by another zone than their source's",
  async (database) => {
    const events = [makeEvent({ value: "1", zone: "Pacific/Kiritimati" })];
    const batch = { batch: "b", events, zone: "Pacific/Kiritimati" };
    // Between judging and storing somebody gave the source its zone.
    await setZone(database, "shop", "Europe/Vienna");
    await assertRejects(storeBatch(database, batch), { name: "ZonesChanged" });
    assertEquals(await daysOf(database), []);
    await setZone(database, "shop", "Pacific/Kiritimati");
    assertEquals((await storeBatch(database, batch)).inserted, 1);
  },
);
