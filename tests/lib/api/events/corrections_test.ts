/**
 * Rejected rows that are sent back to `correctEvents`, as programs do.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import type { FetchPage } from "@/tests/helpers/site.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";
import { CSV, gzip, JSON_TYPE, send, withProgram } from "./sending.ts";

const NDJSON = { "Content-Type": "application/x-ndjson" };
const GZIP = { "Content-Encoding": "gzip" };

async function rejectedOf(ask: FetchPage, batch: string) {
  const answer = await ask(`/api/ingest/${batch}/rejected`);
  return { type: answer.headers.get("Content-Type"), text: await answer.text() };
}

async function batchOf(ask: FetchPage, batch: string) {
  const { rejected_rows, rejected_as, corrected, corrects } =
    await (await ask(`/api/ingest/${batch}`)).json();
  return { rejected_rows, rejected_as, corrected, corrects };
}

databaseTest(
  "correctEvents takes the file of rejected rows mended and compressed, and nothing of it twice",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value,city\n2026-01-05,1,Graz\nyesterday,2,Linz\n2026-01-07,many,Wels\n";
      const sent = await send(ask, "?source_name=shop&mode=tolerant", text, CSV);
      assertEquals([sent.told.inserted, sent.told.skipped], [1, 2]);
      const { batch } = sent.told;
      const { text: rejected } = await rejectedOf(ask, batch);
      // Each is told with its reason, which says the value once more: only the cells are mended.
      const mended = rejected.replace("yesterday,2", "2026-01-06,2").replace("many,Wels", "3,Wels");

      for (
        const [name, body, headers] of [
          ["by Content-Encoding", gzip(mended), { ...CSV, ...GZIP }],
          ["by the media type", gzip(mended), { "Content-Type": "application/gzip" }],
          ["as it is", mended, CSV],
        ] as const
      ) {
        const { status, told } = await send(ask, `/${batch}/rejected`, body, headers);
        const isFirst = headers !== CSV && "Content-Encoding" in headers;
        assertEquals(
          [status, told.rows, told.inserted, told.duplicates],
          isFirst ? [200, 2, 2, 0] : [200, 2, 0, 2],
          `${name}: ${JSON.stringify(told)}`,
        );
      }
      assertEquals(await batchOf(ask, batch), {
        rejected_rows: 2,
        rejected_as: "csv",
        corrected: 2,
        corrects: null,
      });
      const events = await database.query(
        "select value::float8, dimensions from daybook.events order by value",
      );
      assertEquals(events, [
        { value: 1, dimensions: { city: "Graz" } },
        { value: 2, dimensions: { city: "Linz" } },
        { value: 3, dimensions: { city: "Wels" } },
      ]);
    }),
);

databaseTest(
  "correctEvents takes rows of JSON back to the source that each of them names",
  (database) =>
    withProgram(database, async (ask) => {
      const rows = [
        { time: "2026-01-05T12:00:00Z", value: 1, source: "shop" },
        { time: "never", value: 2, source: "shop" },
        { time: "2026-01-05T12:00:00Z", value: "much", source: "web" },
        { time: "soon", value: 4, source: "fair" },
      ];
      const sent = await send(ask, "?mode=tolerant", JSON.stringify(rows), JSON_TYPE);
      assertEquals([sent.status, sent.told.source, sent.told.skipped], [200, "shop", 3]);
      const { batch } = sent.told;
      const { type, text } = await rejectedOf(ask, batch);
      assertIs(type, "application/x-ndjson");
      const mended = text.trimEnd().split("\n").map((line) => JSON.parse(line))
        .map((row, at) => at === 1 ? { ...row, value: 3 } : { ...row, time: "2026-01-06" });

      // One is still wrong, and is rejected once more: of the batch that is answered.
      const half = mended.map((row, at) => JSON.stringify(at === 2 ? { ...row, time: "?" } : row));
      const first = await send(ask, `/${batch}/rejected?mode=tolerant`, half.join("\n"), NDJSON);
      assertEquals(
        [first.status, first.told.inserted, first.told.skipped, first.told.sources],
        [200, 2, 1, ["shop", "web"]],
        JSON.stringify(first.told),
      );
      const left = await rejectedOf(ask, first.told.batch);
      assertEquals(left.text.trimEnd().split("\n").length, 1);
      const last = left.text.replace('"?"', '"2026-01-06"');
      const again = await send(ask, `/${first.told.batch}/rejected`, gzip(last), {
        ...NDJSON,
        ...GZIP,
      });
      assertEquals([again.status, again.told.inserted, again.told.sources], [200, 1, ["fair"]]);

      // What was corrected of the correction is of the first as well.
      assertEquals((await batchOf(ask, batch)).corrected, 3);
      assertEquals((await batchOf(ask, again.told.batch)).corrects, first.told.batch);
      const events = await database.query(
        "select source, value::float8 from daybook.events order by value",
      );
      assertEquals(events, [
        { source: "shop", value: 1 },
        { source: "shop", value: 2 },
        { source: "web", value: 3 },
        { source: "fair", value: 4 },
      ]);
    }),
);

databaseTest(
  "correctEvents refuses whom and what it must, and keeps nothing",
  async (database, t) => {
    await withProgram(database, async (ask, askAs) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n";
      const { batch } = (await send(ask, "?source_name=shop&mode=tolerant", text, CSV)).told;
      const viewer = await askAs({
        ...OWNER_SESSION,
        name: "Vic",
        by: { type: "account", id: "vic" },
        role: "viewer",
      });
      const good = "time,value\n2026-01-06,2\n";
      const cases: readonly (readonly [string, FetchPage, string, string, number, string])[] = [
        ["a viewer", viewer, batch, good, 403, "NOT_GRANTED"],
        ["a batch that is not there", ask, crypto.randomUUID(), good, 404, "NOT_FOUND"],
        ["a batch of no id", ask, "constructor", good, 404, "NOT_FOUND"],
        ["no bytes", ask, batch, "", 400, "EMPTY_BODY"],
        ["rows that are wrong still", ask, batch, "time,value\nyesterday,2\n", 400, "BAD_EVENTS"],
      ];
      for (const [name, asked, of, body, wanted, code] of cases) {
        await t.step(name, async () => {
          const { status, type, told } = await send(asked, `/${of}/rejected`, body, CSV);
          assertEquals(
            [status, type, told.code],
            [wanted, "application/problem+json", code],
            JSON.stringify(told),
          );
        });
      }
      await t.step("a viewer sees no rejected rows either", async () => {
        assertIs((await viewer(`/api/ingest/${batch}/rejected`)).status, 403);
      });
      await t.step("a parameter of ingestion, as the batch says it", async () => {
        const { status, told } = await send(ask, `/${batch}/rejected?source_name=a`, good, CSV);
        assertEquals([status, told.code], [422, "BAD_PARAMETER"]);
      });
      assertEquals(await database.query("select count(*) from daybook.events"), [{ count: 1 }]);
      assertEquals((await batchOf(ask, batch)).corrected, 0);
    });
  },
);

databaseTest(
  "correctEvents takes rows of what somebody else sent, as sources are the workspace's",
  (database) =>
    withProgram(database, async (ask, askAs) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n";
      const { batch } = (await send(ask, "?source_name=shop&mode=tolerant", text, CSV)).told;
      const eva = await askAs({
        ...OWNER_SESSION,
        name: "Eva",
        by: { type: "account", id: "eva" },
        role: "editor",
      });
      assertMatch((await rejectedOf(eva, batch)).text, /yesterday/);
      const corrected = await send(
        eva,
        `/${batch}/rejected`,
        text.replace("yesterday", "2026-01-06"),
        CSV,
      );
      assertEquals(
        [corrected.status, corrected.told.inserted, corrected.told.duplicates],
        [200, 1, 1],
      );
    }),
);
