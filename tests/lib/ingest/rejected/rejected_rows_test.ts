import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Database } from "@/lib/db/database.ts";
import type { BatchAsked } from "@/lib/ingest/events/batch_asked.ts";
import { RejectedRows } from "@/lib/ingest/rejected/rejected_rows.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { ASKED, type Ingesting, withIngestion } from "@/tests/lib/ingest/events/ingesting.ts";

/** Sends a file and returns its rejected rows, as they are handed out. */
async function rejectedOf(
  database: Database,
  { ingestion, files }: Ingesting,
  sent: {
    readonly text: string;
    readonly asked?: Partial<BatchAsked>;
    readonly isZipped?: boolean;
  },
): Promise<{ readonly batch: string; readonly text: string }> {
  const bytes = new TextEncoder().encode(sent.text);
  const { batch } = await ingestion.ingest(
    { ...ASKED, mode: "tolerant", ...sent.asked },
    ReadableStream.from([sent.isZipped ? Uint8Array.from(gzipSync(bytes)) : bytes]),
  );
  return { batch, text: await fileOf({ database, files, ingestion }, batch) };
}

async function fileOf(
  { database, files, ingestion }: Pick<Ingesting, "files" | "ingestion"> & {
    readonly database: Database;
  },
  batch: string,
): Promise<string> {
  await using rows = new RejectedRows({ database, files });
  const pieces = await Array.fromAsync(rows.file(await ingestion.require(batch)));
  return await new Blob(pieces).text();
}

const NO_TIME = "Not a timestamp where the column is timestamp";
const NO_NUMBER = "Not a number where the column is decimal";
const ADDED = "daybook_line,daybook_column,daybook_value,daybook_reason";

databaseTest(
  "RejectedRows gives each rejected row once, as it was sent, with all that is wrong with it",
  (database) =>
    withIngestion(database, async (ingesting) => {
      const { text } = await rejectedOf(database, ingesting, {
        text: 'Time;amount;Name;city of it\n2026-01-05;1,5;a;Graz\nsoon;x;=1+1;"a;b, ""c"""\n' +
          "2026-01-06;;'=b; x\n2026-01-07;1;2;3;4\n2026-01-08;2,5;-3;-x\n2026-13-45;2,5;-3;-x\n",
      });
      assertEquals(text.split("\r\n"), [
        `Time,amount,Name,city of it,${ADDED}`,
        `soon,x,'=1+1,"a;b, ""c""",3,Time; amount,soon; x,${NO_TIME}; ${NO_NUMBER}`,
        "2026-01-06,,''=b, x,4,amount,,The value is missing",
        ",,,,5,,2026-01-07;1;2;3;4,Has 5 cells where the table has 4",
        `2026-13-45,"2,5",-3,'-x,7,Time,2026-13-45,"No such day with the order year, month, day"`,
        "",
      ]);
    }),
);

databaseTest(
  "RejectedRows gives lines of NDJSON, and records of JSON, as NDJSON",
  (database) =>
    withIngestion(database, async (ingesting) => {
      const lines = await rejectedOf(database, ingesting, {
        text: '{"time":"2026-01-05","value":1}\n{"time":"soon","value":12345678901234567890.10, ' +
          '"to":{"a":[1]}}\n{"time":\n["x"]\n',
        asked: { format: "ndjson" },
        isZipped: true,
      });
      const [, second, third] = lines.text.split("\n");
      assertEquals(
        lines.text.split("\n")[0],
        '{"time":"soon","value":12345678901234567890.10, "to":{"a":[1]},"daybook_line":2,' +
          '"daybook_column":"time","daybook_value":"soon","daybook_reason":"' + NO_TIME + '"}',
      );
      assertEquals(JSON.parse(second).daybook_value, '{"time":');
      assertEquals(JSON.parse(third).daybook_value, '["x"]');
      // All on one line: who is meant is told by what is wrong.
      const record = (time: string, value: unknown, n: number) => ({ time, value, n });
      const records = [
        record("soon", 1, 1),
        record("2026-01-05", 1, 2),
        record("2026-01-05", null, 3),
        record("soon", "x", 4),
        record("soon", 1, 5),
      ];
      for (const sent of [records, { of: 2, rows: records }]) {
        const { text } = await rejectedOf(database, ingesting, {
          text: JSON.stringify(sent),
          asked: { format: null },
        });
        const told = text.trim().split("\n").map((line) => JSON.parse(line));
        assertEquals(told.map(({ n, daybook_column }) => [n, daybook_column]), [
          [1, "time"],
          [3, "value"],
          [4, "time; value"],
          [5, "time"],
        ]);
        assertEquals(told[2].time, "soon");
      }
    }),
);

databaseTest(
  "RejectedRows says where the rows are no longer kept, and gives what is",
  (database) =>
    withIngestion(database, async (ingesting) => {
      const { batch } = await rejectedOf(database, ingesting, { text: "time,value\nsoon,1\n" });
      const { file } = await ingesting.ingestion.require(batch);
      await ingesting.files.remove(file.digest);
      assertEquals(
        await fileOf({ database, ...ingesting }, batch),
        `${ADDED},daybook_note\r\n` +
          `2,time,soon,${NO_TIME},` +
          '"The row itself is no longer kept, only what was wrong with it"\r\n',
      );
    }),
);

databaseTest(
  "RejectedRows goes through many rows, and lets go of a file that is left",
  (database) =>
    withIngestion(database, async (ingesting) => {
      const count = 30_000;
      const rows = Array.from({ length: count }, (_, i) => `soon,${i},${"x".repeat(20)}`);
      const { batch, text } = await rejectedOf(database, ingesting, {
        text: `time,value,note\n${rows.join("\n")}\n`,
      });
      const lines = text.trim().split("\r\n");
      assertEquals(lines.length, count + 1);
      assert(lines.slice(1).every((line, i) => line.startsWith(`${rows[i]},${i + 2},time,soon,`)));
      await using rejected = new RejectedRows({ database, files: ingesting.files });
      const kept = await ingesting.ingestion.require(batch);
      for (let round = 0; round < 3; round++) {
        // Each is read by a child, of which there are two.
        for await (const piece of rejected.file(kept)) {
          assert(piece.length > 0);
          break;
        }
      }
    }),
);
