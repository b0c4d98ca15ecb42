import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readConfig } from "@/lib/config.ts";
import { createLog } from "@/lib/log.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ASKED = {
  source: "shop",
  mode: "strict",
  zone: null,
  dateOrder: null,
  format: null,
  name: "events.csv",
  corrects: null,
} as const;

databaseTest("forgetOld() forgets what is older than the setting says", async (database) => {
  await using folder = await makeFolder();
  const clock = { now: new Date("2026-01-01T00:00:00Z") };
  await using events = await createEvents({
    database,
    config: readConfig({ DATA_DIR: folder.path, RECEIVED_MAX_DAYS: "2" }),
    log: createLog({ level: "error", write() {} }),
    now: () => clock.now,
  });
  const daysKept: string[][] = [];
  const forgotten: unknown[] = [];
  for (const day of ["2026-01-01", "2026-01-02", "2026-01-04"]) {
    clock.now = new Date(`${day}T12:00:00Z`);
    forgotten.push((await events.forgetOld(AbortSignal.any([]))).batches);
    const { items } = await events.batches({ limit: 10, after: null });
    daysKept.push(items.map(({ receivedAt }) => receivedAt.slice(0, 10)));
    await events.ingest(ASKED, new Blob([`time,value\n${day},1\n`]).stream());
  }
  // On the fourth, the first is three days old; the second has just its two.
  assertEquals(daysKept, [[], ["2026-01-01"], ["2026-01-02"]]);
  assertEquals(forgotten, [0, 0, 1]);
});

/** A row of a file, and what it is mended to where it is bad. */
interface MadeRow {
  readonly sent: Readonly<Record<string, string>>;
  readonly mended: Readonly<Record<string, string>>;
}

const NAMES = ["time", "value", "metric", "city of it", "row"];

/** Rows of which some are bad, with values that a spreadsheet would run or quote. */
function madeRows(random: () => number, count: number): readonly MadeRow[] {
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
  return Array.from({ length: count }, (_, i) => {
    // The day is beyond the twelfth in most, which tells their order.
    const time = `${13 + i % 15}/0${1 + i % 9}/2026 10:${10 + i % 50}`;
    const mended = {
      time: random() < 0.3 ? `0${1 + i % 9}/0${1 + i % 8}/2026 11:${10 + i % 50}` : time,
      value: `${i % 7 - 3}${pick(["", ",5", ",25"])}`,
      metric: pick(["", "sales", "=sum", "'-a", "Total"]),
      "city of it": pick(["Graz", "", "a;b", 'say "x"', "+43", "'=", "#", `${i}\n2`]),
      row: String(i),
    };
    const bad = pick([null, null, "time", "value", "both"] as const);
    const sent = { ...mended };
    if (bad === "time" || bad === "both") sent.time = pick(["soon", "", "=1+1"]);
    if (bad === "value" || bad === "both") sent.value = pick(["x", "", "@y"]);
    return { sent, mended };
  });
}

function csvOf(
  rows: readonly Readonly<Record<string, string>>[],
  names: readonly string[],
): string {
  const line = (cells: readonly string[]) =>
    cells.map((cell) => /[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell).join(";");
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map(line).join("\n") + "\n";
}

function ndjsonOf(rows: readonly Readonly<Record<string, string>>[]): string {
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

/** The cells of CSV as we write it. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") rows.push([]);
  }
  return rows.slice(0, -1);
}

/** Puts the mended time and value into each row of a file of rejected rows. */
function mendedFile(text: string, format: "csv" | "ndjson", rows: readonly MadeRow[]): string {
  if (format === "ndjson") {
    return text.trim().split("\n").map((line) => {
      const row = JSON.parse(line);
      const { time, value } = rows[Number(row.row)].mended;
      return JSON.stringify({ ...row, time, value });
    }).join("\n");
  }
  const [names, ...lines] = cellsOf(text);
  const field = (cell: string) => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const mended = lines.map((line) => {
    const { time, value } = rows[Number(line[names.indexOf("row")])].mended;
    return line.with(names.indexOf("time"), time).with(names.indexOf("value"), value);
  });
  return [names, ...mended].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

databaseTest(
  "correct() of mended rejected rows comes to what the mended file would have come to",
  async (database) => {
    await using folder = await makeFolder();
    await using events = await createEvents({
      database,
      config: readConfig({ DATA_DIR: folder.path }),
      log: createLog({ level: "error", write: () => {} }),
    });
    const random = createRandom(5);
    const bytesOf = (text: string) => new Blob([text]).stream();
    const stored = async (source: string) =>
      await database.query(
        `select time, metric, value::text, dimensions from daybook.events
         where source = $1 order by time, metric, dimensions::text`,
        [source],
      );
    for (let round = 0; round < 5; round++) {
      const format = round % 3 === 0 ? "ndjson" : "csv";
      const rows = madeRows(random, 20 + Math.floor(random() * 60));
      const write = (made: readonly Readonly<Record<string, string>>[]) =>
        format === "csv" ? csvOf(made, NAMES) : ndjsonOf(made);
      const reading = { mode: "tolerant", format, name: "rows" } as const;
      const asked = { ...ASKED, ...reading };
      const whole = await events.ingest(
        { ...asked, source: `whole ${round}` },
        bytesOf(write(rows.map(({ mended }) => mended))),
      );
      assertEquals(whole.skipped, 0);
      const { batch, skipped } = await events.ingest(
        { ...asked, source: `mended ${round}` },
        bytesOf(write(rows.map(({ sent }) => sent))),
      );
      if (skipped === 0) continue;
      const { rejectedAs } = await events.batch({ batch });
      assertEquals(rejectedAs, format);
      const file = await new Blob(await Array.fromAsync(events.rejected({ batch }))).text();
      // As it is, all of it is rejected again.
      const unmended = await events.correct({ ...reading, batch }, bytesOf(file));
      assertEquals([unmended.inserted, unmended.skipped], [0, skipped]);
      const again = await Array.fromAsync(events.rejected({ batch: unmended.batch }));
      const mended = mendedFile(await new Blob(again).text(), format, rows);
      const corrected = await events.correct(
        { ...reading, batch: unmended.batch },
        bytesOf(mended),
      );
      assertEquals([corrected.skipped, corrected.conflicts], [0, 0]);
      const twice = await events.correct({ ...reading, mode: "strict", batch }, bytesOf(mended));
      assertEquals([twice.inserted, twice.duplicates], [0, skipped]);
      assertEquals((await events.batch({ batch })).corrected, corrected.inserted);
      assertEquals(await stored(`mended ${round}`), await stored(`whole ${round}`));
    }
  },
);
