import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  rejects as assertRejects,
} from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { EventPiece } from "@/lib/ingest/events/event_piece.ts";
import { HELD_ROWS } from "@/lib/ingest/events/file_reading.ts";
import type { FileAsked } from "@/lib/ingest/events/file_asked.ts";
import { type FileTold, judgeFile } from "@/lib/ingest/events/judge_file.ts";
import { PIECE_EVENTS } from "@/lib/ingest/events/piece_cutter.ts";
import { AppError } from "@/lib/errors.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";
import { FILE_ASKED } from "./ingesting.ts";

interface Judged {
  readonly told: FileTold;
  readonly pieces: readonly EventPiece[];
}

async function judge(sent: string | Uint8Array, asked: Partial<FileAsked> = {}): Promise<Judged> {
  const bytes = typeof sent === "string" ? new TextEncoder().encode(sent) : sent;
  const pieces: EventPiece[] = [];
  const told = await judgeFile(sourceOf(bytes), {
    ...FILE_ASKED,
    ...asked,
  }, {
    give: (piece) => {
      pieces.push(piece);
      return Promise.resolve();
    },
  });
  return { told, pieces };
}

async function refusal(sent: string | Uint8Array, asked?: Partial<FileAsked>): Promise<AppError> {
  let given = 0;
  try {
    given = (await judge(sent, asked)).pieces.length;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Nothing was refused, ${given} pieces were given`);
}

/** So many good rows, a second apart. */
function rows(count: number, last = ""): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${new Date(Date.UTC(2026, 0, 1) + 1000 * i).toISOString()},${i}`,
  );
  return `time,value\n${lines.join("\n")}\n${last}`;
}

Deno.test("judgeFile() gives a small file as one piece, and tells of its events", async () => {
  const { told, pieces } = await judge(
    "Time, Amount ,name,city\n2026-01-05T12:00Z,1.50,sales,Graz\n2026-01-04T12:00Z,2,visits,\n",
  );
  assertEquals(told, {
    events: 2,
    rows: 2,
    rejected: 0,
    metrics: ["sales", "visits"],
    sources: ["shop"],
    // 2026-01-04 and 2026-01-05 at noon are 20,457.5 and 20,458.5 days from 1970.
    first: 20_457.5 * 86_400e6,
    last: 20_458.5 * 86_400e6,
    warnings: [],
    format: "csv",
    reading: {},
  });
  assertEquals(pieces.map(({ number, events, sources }) => ({ number, events, sources })), [
    { number: 0, events: 2, sources: [["shop", "UTC"]] },
  ]);
});

Deno.test("judgeFile() takes the last line for an event, though it was cut off or looks like a total", async (t) => {
  for (const last of ["Total,3", "2026-01-01T00:0", "2026-01-0"]) {
    await t.step(last, async () => {
      const { problems } = await refusal(rows(40, last));
      // After the header and 40 rows.
      assertEquals(problems[0].place.line, 42);
      const { told } = await judge(rows(40, last), { mode: "tolerant" });
      assertEquals([told.events, told.rows], [40, 41]);
      assertEquals(told.warnings.some(({ line }) => line === 42), true);
    });
  }
});

Deno.test("judgeFile() cuts a file into pieces that it does not hold", async () => {
  const count = HELD_ROWS + 1;
  const { told, pieces } = await judge(rows(count));
  assertEquals(told.events, count);
  assertEquals(
    pieces.map(({ events }) => events),
    [...Array.from({ length: HELD_ROWS / PIECE_EVENTS }, () => PIECE_EVENTS), 1],
  );
  assertEquals(pieces.map(({ number }) => number), [...pieces.keys()]);
});

Deno.test("judgeFile() gives nothing of a file with a bad row at its end, in strict mode", async () => {
  for (const count of [3, HELD_ROWS + 1]) {
    const bad = await refusal(rows(count, "yesterday,x\n"));
    assertEquals(bad.code, "BAD_EVENTS");
    // The header is line 1.
    assertEquals(bad.problems.map(({ place }) => place), [
      { line: count + 2, key: "time" },
      { line: count + 2, key: "value" },
    ]);
  }
});

Deno.test("judgeFile() gives the good rows with the bad ones, in tolerant mode", async () => {
  for (const count of [3, HELD_ROWS + 1]) {
    const { told, pieces } = await judge(rows(count, "yesterday,1\n"), { mode: "tolerant" });
    assertEquals([told.events, told.rows, told.rejected], [count, count + 1, 1]);
    assertEquals(told.warnings.map(({ line, column }) => [line, column]), [[count + 2, "time"]]);
    assertEquals(pieces.filter(({ rejected }) => rejected !== null).length, 1);
  }
});

Deno.test("judgeFile() gives what the reader found in the end, where it began anew", async () => {
  // Only the last row tells that the day comes first: all were read otherwise before.
  const lines = Array.from({ length: HELD_ROWS + 1 }, (_, i) => `0${1 + i % 9}/02/2026,${i}`);
  const { told } = await judge(`date,value\n${lines.join("\n")}\n28/02/2026,1\n`);
  assertEquals(told.events, HELD_ROWS + 2);
  // 2026-02-01 is 20,485 days from 1970, and 2026-02-28 is 27 days later.
  assertEquals([told.first, told.last], [20_485 * 86_400e6, 20_512 * 86_400e6]);
});

Deno.test("judgeFile() warns where the order of a date cannot be told", async () => {
  const { told } = await judge("date,value\n03/04/2026,1\n");
  assertEquals(told.warnings.map(({ line, column }) => [line, column]), [[null, "date"]]);
  const { told: sure } = await judge("date,value\n03/04/2026,1\n", { dateOrder: "dmy" });
  // 2026-04-03 is 20,546 days from 1970.
  assertEquals([sure.warnings, sure.first], [[], 20_546 * 86_400e6]);
});

Deno.test("judgeFile() takes JSON as an array, as one object and as lines, each with its source", async () => {
  const one = { timestamp: "2026-01-05T12:00:00Z", value: 1, source: "a" };
  const other = { ...one, source: "b" };
  for (
    const [format, text, sources] of [
      ["json", JSON.stringify([one, other]), ["a", "b"]],
      ["json", JSON.stringify(one), ["a"]],
      ["json", JSON.stringify(one, null, 2), ["a"]],
      ["ndjson", `${JSON.stringify(one)}\n${JSON.stringify(other)}\n`, ["a", "b"]],
      [null, JSON.stringify([one, other]), ["a", "b"]],
    ] as const
  ) {
    const { told } = await judge(text, { format, source: null });
    assertEquals(told.sources, sources);
  }
});

Deno.test("judgeFile() reads the rows of each source by the source's zone", async () => {
  for (const count of [1, HELD_ROWS]) {
    const lines = Array.from(
      { length: count },
      (_, i) => `2026-01-05T12:00:00,${i},a,${i}\n2026-01-05T12:00:00,${i},b,${i}\n`,
    );
    const { told, pieces } = await judge(`time,value,source,event_id\n${lines.join("")}`, {
      source: null,
      zones: [["b", "Asia/Tokyo"]],
    });
    assertEquals([told.events, told.rows, told.sources], [2 * count, 2 * count, ["a", "b"]]);
    // Noon in Tokyo is three o'clock in UTC: nine hours earlier.
    assertEquals((told.last ?? 0) - (told.first ?? 0), 9 * 3600e6);
    const zones = new Map(pieces.flatMap(({ sources }) => sources));
    assertEquals(zones, new Map([["a", "UTC"], ["b", "Asia/Tokyo"]]));
  }
});

Deno.test("judgeFile() inflates gzip, and refuses a bomb", async () => {
  const { told } = await judge(gzipSync(rows(3)));
  assertEquals(told.events, 3);
  // 20 MB of one letter, a thousandth of that as gzip.
  const row = `2026-01-05,1,${"a".repeat(10_000)}\n`;
  const bomb = gzipSync(`time,value,city\n${row.repeat(2000)}`);
  assertEquals((await refusal(bomb)).code, "FILE_TOO_LARGE");
});

Deno.test("judgeFile() bounds what comes out of gzip, and takes what just fits", async () => {
  const text = rows(1000);
  const zipped = gzipSync(text);
  const { told } = await judge(zipped, { maxBytes: text.length });
  assertEquals(told.events, 1000);
  for (const mode of ["strict", "tolerant"] as const) {
    const { code, message, problems } = await refusal(zipped, { maxBytes: text.length - 1, mode });
    // 1000 lines of 24 signs of a time, a comma, up to three digits and a line's end, below a header of 11.
    assertEquals([code, text.length], ["FILE_TOO_LARGE", 11 + 26_000 + 10 + 90 * 2 + 900 * 3]);
    assertMatch(
      message,
      /it must hold at most 28900 bytes: current value is at least 28901 bytes$/,
    );
    assertMatch(problems[0].remedy ?? "", /in parts/);
  }
});

Deno.test("judgeFile() refuses what it cannot take", async (t) => {
  const cases: readonly (readonly [string, string | Uint8Array, Partial<FileAsked>, string])[] = [
    ["no column for the value", "time,city\n2026-01-05,Graz\n", {}, "MISSING_COLUMNS"],
    ["no source", "time,value\n2026-01-05,1\n", { source: null }, "BAD_PARAMETER"],
    ["white space", "  \n\n", {}, "EMPTY_BODY"],
    ["no bytes", "", {}, "EMPTY_BODY"],
    ["an empty array", "[]", { format: "json" }, "EMPTY_BODY"],
    ["no text", Uint8Array.of(0xff, 0xfe, 0xfa, 0x01, 0x02), {}, "DECODE_ERROR"],
    [
      "a picture",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
      {},
      "DECODE_ERROR",
    ],
    ["no JSON", Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), { format: "json" }, "DECODE_ERROR"],
    [
      "a workbook",
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0),
      { format: null },
      "UNSUPPORTED_FORMAT",
    ],
    ["too many rows", rows(3), { maxRows: 2 }, "TOO_MANY_ROWS"],
  ];
  for (const [name, sent, asked, code] of cases) {
    await t.step(name, async () => assertEquals((await refusal(sent, asked)).code, code));
  }
});

Deno.test("judgeFile() takes a header without rows, and says so", async () => {
  const { told, pieces } = await judge("time,value\n");
  assertEquals([told.events, pieces.length, told.first], [0, 1, null]);
  assertEquals(told.warnings.map(({ reason }) => reason), ["There are no rows"]);
});

Deno.test("judgeFile() hands on what the source throws", async () => {
  const source = () =>
    (async function* () {
      yield await Promise.reject(new AppError("BAD_FILE", "Cannot read as a test says so"));
    })();
  await assertRejects(judgeFile(source, FILE_ASKED, { give: () => Promise.resolve() }), {
    code: "BAD_FILE",
  });
});
