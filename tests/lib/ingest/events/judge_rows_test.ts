import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { eventKey } from "@/lib/ingest/events/event_key.ts";
import { dayText, timestampText } from "@/lib/read/values/calendar.ts";
import { type JudgedText, judgeText } from "./judging.ts";

/** What an event says, in words that can be read. */
function told({ events }: JudgedText) {
  return events.map(({ time, day, metric, value, dimensions }) => [
    timestampText(time),
    dayText(day),
    metric,
    value,
    ...dimensions.map(([name, text]) => `${name}=${text}`),
  ]);
}

function reasons({ rejections }: JudgedText) {
  return rejections.map(({ line, column, value, reason }) => [line, column, value, reason]);
}

Deno.test("judgeRows() makes an event of each row", async () => {
  const judged = await judgeText(
    "Date,Amount,Store,City\n2026-01-05,12.50,007,Graz\n2026-01-06,-3,7,\n",
  );
  // The store is what was written, whatever the rest of the column looks like.
  assertEquals(told(judged), [
    ["2026-01-05T00:00:00Z", "2026-01-05", "events_total", "12.5", "City=Graz", "Store=007"],
    ["2026-01-06T00:00:00Z", "2026-01-06", "events_total", "-3", "Store=7"],
  ]);
  const [{ source, eventId, key, line, ...event }] = judged.events;
  assertEquals([source, eventId, line], ["shop", null, 2]);
  assertEquals(key, eventKey({ ...event, source, eventId }));
  assertEquals(judged.rejections, []);
});

Deno.test("judgeRows() takes source, metric and id from each row, and defaults where there are none", async () => {
  const { events } = await judgeText(
    '[{"source":"a","event_id":"17","time":"2026-01-05T10:00:00Z","value":1,"metric":"m"},' +
      '{"time":"2026-01-05T10:00:00Z","value":2}]',
    { name: "events.json" },
  );
  assertEquals(
    events.map(({ source, eventId, metric, value }) => [source, eventId, metric, value]),
    [["a", "17", "m", "1"], ["shop", null, "events_total", "2"]],
  );
});

Deno.test("judgeRows() refuses what is no finite number", async (t) => {
  for (const text of ["NaN", "nan", "Infinity", "-inf", "∞", "1e999", "#DIV/0!", "x1", ""]) {
    await t.step(text === "" ? "nothing" : text, async () => {
      const { events, rejections } = await judgeText(
        `time,value,city\n2026-01-05,1,a\n2026-01-06,${text},b\n2026-01-07,3,c\n`,
      );
      assertEquals(events.map(({ value }) => value), ["1", "3"]);
      assertEquals(rejections.map(({ line, column }) => [line, column]), [[3, "value"]]);
    });
  }
});

Deno.test("judgeRows() says line, column and reason of each bad value once", async () => {
  const judged = await judgeText(
    "time,value,city\n2026-01-05,1,a\nlately,much,b\n2026-02-30,3,c\n,4,d\n2026-01-08,5,e,too,many\n",
  );
  assertEquals(judged.events.length, 1);
  const missing = "The time is missing";
  assertEquals(reasons(judged).filter(([, , , reason]) => reason === missing), [
    [5, "time", null, missing],
  ]);
  assertEquals(
    reasons(judged).map(([line, column]) => `${line} ${column}`).sort(),
    ["3 time", "3 value", "4 time", "5 time", "6 null"],
  );
});

Deno.test("judgeRows() rejects a row without any source, and names too long for a key", async () => {
  const long = "x".repeat(201);
  const judged = await judgeText(
    `time,value,source,metric\n2026-01-05,1,,m\n2026-01-05,1,a,${long}\n2026-01-05,1,${long},m\n`,
    { source: null },
  );
  assertEquals(judged.events, []);
  assertEquals(reasons(judged).map(([line, column, , reason]) => [line, column, reason]), [
    [2, "source", "The source is missing"],
    [3, "metric", "Longer than 200 characters"],
    [4, "source", "Longer than 200 characters"],
  ]);
});

Deno.test("judgeRows() takes times without an offset, and days, by the zone", async (t) => {
  // New York is five hours behind UTC in January, Tokyo nine ahead.
  const cases: [string, string, string, string, string][] = [
    ["UTC", "2026-01-05 23:30:00", "2026-01-05T23:30:00Z", "2026-01-05", "local"],
    ["America/New_York", "2026-01-05 23:30:00", "2026-01-06T04:30:00Z", "2026-01-05", "local"],
    ["America/New_York", "2026-01-06T03:00:00Z", "2026-01-06T03:00:00Z", "2026-01-05", "offset"],
    ["Asia/Tokyo", "2026-01-05T20:00:00Z", "2026-01-05T20:00:00Z", "2026-01-06", "offset"],
    ["Asia/Tokyo", "2026-01-05", "2026-01-04T15:00:00Z", "2026-01-05", "a day"],
  ];
  for (const [zone, written, time, day, name] of cases) {
    await t.step(`${zone}, ${name}`, async () => {
      const judged = await judgeText(`time,value\n${written},1\n`, { zone });
      assertEquals(told(judged), [[time, day, "events_total", "1"]]);
    });
  }
});

Deno.test("judgeRows() puts rows of other zones aside, and takes them when read again", async () => {
  const text = "time,value,source\n2026-01-05 12:00:00,1,here\n2026-01-05 12:00:00,2,there\n" +
    "never,3,there\n2026-01-05 12:00:00,4,\n2026-01-05 12:00:00,5,here,x\n";
  const zoneOf = (source: string) => source === "there" ? "Asia/Tokyo" : "UTC";
  const first = await judgeText(text, { source: null, zoneOf });
  assertEquals(told(first).map(([time]) => time), ["2026-01-05T12:00:00Z"]);
  assertEquals([...first.otherZones], ["Asia/Tokyo"]);
  assertEquals(reasons(first).map(([line]) => line).sort(), [5, 6]);
  const again = await judgeText(text, {
    source: null,
    zoneOf,
    zone: "Asia/Tokyo",
    isAgain: true,
  });
  assertEquals(told(again).map(([time]) => time), ["2026-01-05T03:00:00Z"]);
  assertEquals(reasons(again).map(([line]) => line), [4]);
});

Deno.test("judgeRows() reads epochs and other orders of dates, as told or found", async (t) => {
  await t.step("seconds", async () => {
    const judged = await judgeText("timestamp,value\n1767225600,1\n1767225601,2\n");
    assertEquals(told(judged)[1][0], "2026-01-01T00:00:01Z");
  });
  await t.step("milliseconds", async () => {
    const judged = await judgeText("timestamp,value\n1767225600500,1\n");
    assertEquals(told(judged)[0][0], "2026-01-01T00:00:00.5Z");
  });
  await t.step("days first, with decimal commas", async () => {
    const judged = await judgeText('date;amount\n03/04/2026;"1.234,50"\n', {
      reading: { date_order: "dmy", decimal: "," },
    });
    assertEquals(told(judged), [["2026-04-03T00:00:00Z", "2026-04-03", "events_total", "1234.5"]]);
  });
});

Deno.test("judgeRows() keeps every digit of a value", async () => {
  const judged = await judgeText(
    "date,value\n2026-01-01,0.1234567890123456789\n2026-01-01,-0.05\n",
  );
  assertEquals(judged.events.map(({ value }) => value), ["0.1234567890123456789", "-0.05"]);
});

Deno.test("judgeRows() begins anew where the reader does", async () => {
  // The first rows look like days first or month first; only the last row tells.
  const rows = Array.from({ length: 30_000 }, (_, i) => `0${1 + i % 9}/0${1 + i % 8}/2026,${i}`);
  const judged = await judgeText(`date,value\n${rows.join("\n")}\n31/01/2026,7\n`);
  assertEquals(judged.events.length, 30_001);
  // The ninth row is 09/01/2026: September until the last row was read.
  assertEquals([told(judged)[8][1], told(judged)[30_000][1]], ["2026-01-09", "2026-01-31"]);
});
