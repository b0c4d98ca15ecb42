import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { databaseTest } from "@/tests/helpers/database.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { CSV, gzip, JSON_TYPE, send, withProgram } from "./sending.ts";

function form(text: string, name: string): FormData {
  const data = new FormData();
  data.append("comment", "passed over");
  data.append("file", new File([text], name));
  return data;
}

databaseTest(
  "ingest answers with what became of the events",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "Timestamp,Amount,name,city\n2026-01-05T12:00:00Z,1.50,sales,Graz\n";
      const { status, told } = await send(ask, "?source_name=shop", text, CSV);
      assertIs(status, 200);
      const { batch, ...rest } = told;
      assertMatch(batch, /^[0-9a-f-]{36}$/);
      assertEquals(rest, {
        source: "shop",
        sources: ["shop"],
        rows: 1,
        inserted: 1,
        duplicates: 0,
        conflicts: 0,
        skipped: 0,
        raw_events_inserted: 1,
        clean_events_inserted: 1,
        warnings: [],
        metrics: ["sales"],
        min_ts: "2026-01-05T12:00:00Z",
        max_ts: "2026-01-05T12:00:00Z",
      });
      const again = await send(ask, "?source_name=shop", text, CSV);
      assertEquals(
        [again.told.inserted, again.told.duplicates, again.told.raw_events_inserted],
        [0, 1, 0],
      );
    }),
);

databaseTest("ingest takes events in every way that they come", async (database, t) => {
  await withProgram(database, async (ask) => {
    let day = 10;
    const one = () => ({ time: `2026-01-${day++}T12:00:00Z`, value: 1, source: "own" });
    const line = () => JSON.stringify(one());
    const csv = () => `time,value\n2026-01-${day++},1\n`;
    const ways: readonly (readonly [string, BodyInit, Record<string, string>])[] = [
      ["CSV", csv(), CSV],
      ["CSV with a charset", csv(), { "Content-Type": "text/csv; charset=utf-8" }],
      ["CSV in gzip", gzip(csv()), { ...CSV, "Content-Encoding": "gzip" }],
      ["gzip", gzip(csv()), { "Content-Type": "application/gzip" }],
      ["an array", `[${line()}]`, JSON_TYPE],
      ["an object", line(), JSON_TYPE],
      ["lines", `${line()}\n`, { "Content-Type": "application/x-ndjson" }],
      ["a form with CSV", form(csv(), "events.csv"), {}],
      ["a form with JSON", form(`[${line()}]`, "events.json"), {}],
      ["a form with lines", form(`${line()}\n`, "events.json"), {}],
      ["a form with a name that says nothing", form(csv(), "events"), {}],
    ];
    for (const [name, body, headers] of ways) {
      await t.step(name, async () => {
        const { status, told } = await send(ask, "?source_name=shop", body, headers);
        assertEquals([status, told.inserted], [200, 1], JSON.stringify(told));
      });
    }
    const rows = await database.query(
      "select source, count(*) from daybook.events group by source order by source",
    );
    // Rows of JSON name their own source.
    assertEquals(rows, [{ source: "own", count: 5 }, { source: "shop", count: 6 }]);
  });
});

databaseTest("ingest reads letters as the media type says", async (database) => {
  await withProgram(database, async (ask) => {
    const latin2 = { "Content-Type": 'text/csv; charset="iso-8859-2"' };
    // 0xf5 is ő in ISO 8859-2, and õ where nothing is said.
    const body = Uint8Array.from(
      "time,value,city\n2026-01-05,1,Gy\u00f5r\n",
      (letter) => letter.charCodeAt(0),
    );
    const { status } = await send(ask, "?source_name=shop", body, latin2);
    assertEquals([status, await database.query("select dimensions from daybook.events")], [
      200,
      [{ dimensions: { city: "Győr" } }],
    ]);
    const unknown = { "Content-Type": "text/csv; charset=klingon" };
    const refused = await send(ask, "?source_name=shop", body, unknown);
    assertEquals([refused.status, refused.told.code], [415, "UNSUPPORTED_FORMAT"]);
  });
});

databaseTest("ingest refuses what it cannot take, as problems", async (database, t) => {
  await withProgram(database, async (ask) => {
    const good = "time,value\n2026-01-05,1\n";
    const cases: readonly (readonly [
      string,
      string,
      BodyInit,
      Record<string, string>,
      readonly [number, string],
    ])[] = [
      ["another media type", "?source_name=a", good, { "Content-Type": "text/html" }, [
        415,
        "UNSUPPORTED_FORMAT",
      ]],
      ["a type that every object has", "?source_name=a", good, { "Content-Type": "constructor" }, [
        415,
        "UNSUPPORTED_FORMAT",
      ]],
      ["another compression", "?source_name=a", good, { ...CSV, "Content-Encoding": "br" }, [
        415,
        "UNSUPPORTED_FORMAT",
      ]],
      ["a workbook", "?source_name=a", form("PK\u0003\u0004", "a.xlsx"), {}, [
        415,
        "UNSUPPORTED_FORMAT",
      ]],
      ["no bytes", "?source_name=a", "", CSV, [400, "EMPTY_BODY"]],
      ["a form without a file", "?source_name=a", new URLSearchParams({ a: "b" }), {}, [
        415,
        "UNSUPPORTED_FORMAT",
      ]],
      ["no text", "?source_name=a", Uint8Array.of(0xff, 0xfe, 0x80), CSV, [400, "DECODE_ERROR"]],
      ["no column for the time", "?source_name=a", "value\n1\n", CSV, [400, "MISSING_COLUMNS"]],
      ["no source", "", good, CSV, [422, "BAD_PARAMETER"]],
      ["an unknown mode", "?source_name=a&mode=lax", good, CSV, [422, "BAD_PARAMETER"]],
      ["an unknown zone", "?source_name=a&zone=Graz", good, CSV, [422, "BAD_PARAMETER"]],
      ["an unknown parameter", "?source_name=a&sorce=b", good, CSV, [422, "BAD_PARAMETER"]],
      ["too many bytes", "?source_name=a", `${good}${" ".repeat(2000)}`, CSV, [
        413,
        "FILE_TOO_LARGE",
      ]],
    ];
    for (const [name, query, body, headers, [wanted, code]] of cases) {
      await t.step(name, async () => {
        const { status, type, told } = await send(ask, query, body, headers);
        assertEquals(
          [status, told.code, type],
          [wanted, code, "application/problem+json"],
          told.detail,
        );
      });
    }
    // 2011 bytes, which are 60 or so as gzip.
    const much = gzip(good.padEnd(2011, "2026-01-05,1\n"));
    const inflated = await send(ask, "?source_name=a", much, {
      ...CSV,
      "Content-Encoding": "gzip",
    });
    assertEquals([inflated.status, inflated.told.code], [413, "FILE_TOO_LARGE"]);
    assertMatch(inflated.told.errors[0].remedy, /MAX_FILE_SIZE_MB/);
    const missing = await send(ask, "?source_name=a", "value,city\n1,Graz\n", CSV);
    assertMatch(missing.told.detail, /"value", "city"$/);
    assertEquals(await database.query("select name from daybook.sources"), []);
  }, { maxFileBytes: 2000 });
});

databaseTest(
  "ingest and correctEvents refuse gzip that is none, or not whole",
  async (database, t) => {
    await withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n";
      const { batch } = (await send(ask, "?source_name=shop&mode=tolerant", text, CSV)).told;
      const good = gzip("time,value\n2026-01-06,1\n");
      const then = (...bytes: number[]) => Uint8Array.of(...good, ...bytes);
      const json = gzip(JSON.stringify([{ time: "2026-01-06", value: 1 }]));
      const lines = "application/x-ndjson";
      const bodies: readonly (readonly [string, string, BodyInit])[] = [
        ["CSV as it is", "text/csv", "time,value\n2026-01-06,1\n"],
        ["text without columns", "text/csv", "hello"],
        ["other bytes", "text/csv", Uint8Array.of(1, 2, 3, 200, 201)],
        ["JSON as it is", "application/json", '[{"time":"2026-01-06","value":1}]'],
        ["lines as they are", lines, '{"time":"2026-01-06","value":1}\n'],
        ["the media type alone says it", "application/gzip", "time,value\n2026-01-06,1\n"],
        ["cut in its head", "text/csv", good.slice(0, 3)],
        ["cut in its middle", "text/csv", good.slice(0, 20)],
        ["cut in its end", "text/csv", good.slice(0, -3)],
        ["JSON, cut", "application/json", json.slice(0, -3)],
        ["other bytes behind it", "text/csv", then(1, 2, 3)],
        ["other bytes behind it and a zero", "text/csv", then(0, 2, 3)],
        ["gzip within gzip", "text/csv", Uint8Array.from(gzipSync(good))],
      ];
      for (const [name, type, body] of bodies) {
        await t.step(name, async () => {
          const headers = {
            "Content-Type": type,
            ...type === "application/gzip" ? {} : { "Content-Encoding": "gzip" },
          };
          for (const query of ["?source_name=shop", `/${batch}/rejected`]) {
            const { status, told } = await send(ask, query, body, headers);
            assertEquals([status, told.code], [400, "DECODE_ERROR"], JSON.stringify(told));
            assertMatch(told.detail, /gzip/);
            assertMatch(told.errors[0].remedy, /ompress/);
          }
        });
      }
      assertEquals(await database.query("select count(*) from daybook.events"), [{ count: 1 }]);
      const padded = await send(ask, "?source_name=shop", then(0, 0), {
        "Content-Type": "text/csv",
        "Content-Encoding": "x-gzip",
      });
      assertEquals([padded.status, padded.told.inserted], [200, 1], JSON.stringify(padded.told));
    });
  },
);

databaseTest(
  "ingest and correctEvents refuse what is compressed otherwise, and say what to do",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n";
      const { batch } = (await send(ask, "?source_name=shop&mode=tolerant", text, CSV)).told;
      for (const query of ["?source_name=shop", `/${batch}/rejected`]) {
        for (const encoding of ["br", "deflate", "zstd", "gzip, gzip", "constructor"]) {
          const headers = { ...CSV, "Content-Encoding": encoding };
          const { status, told } = await send(ask, query, text, headers);
          assertEquals([status, told.code], [415, "UNSUPPORTED_FORMAT"], encoding);
          assertMatch(told.errors[0].remedy, /gzip/);
        }
        const asForm = await send(ask, query, form(text, "a.csv"), { "Content-Encoding": "gzip" });
        assertEquals([asForm.status, asForm.told.code], [415, "UNSUPPORTED_FORMAT"]);
        assertMatch(asForm.told.errors[0].remedy, /file/);
      }
      const plain = await send(ask, "?source_name=shop&mode=tolerant", text, {
        ...CSV,
        "Content-Encoding": "identity",
      });
      assertIs(plain.status, 200);
    }),
);

databaseTest(
  "ingest refuses each bad line in strict mode, and tells none of its values",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\nsecret-1,2\n2026-01-06,secret-2\n";
      const { status, told } = await send(ask, "?source_name=shop", text, CSV);
      assertEquals([status, told.code], [400, "BAD_EVENTS"]);
      // deno-lint-ignore no-explicit-any -- as above
      assertEquals(told.errors.map(({ path, line }: any) => [path, line]), [["time", 3], [
        "value",
        4,
      ]]);
      assert(!JSON.stringify(told).includes("secret"));
      assertEquals(await database.query("select count(*) from daybook.events"), [{ count: 0 }]);
    }),
);

databaseTest(
  "exportRejected gives what was rejected, safe for spreadsheets, and correctEvents takes it corrected",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\n2026-01-06,=1+1\nyesterday,3\n";
      const sent = await send(ask, "?source_name=shop&mode=tolerant&zone=Asia/Tokyo", text, CSV);
      assertEquals([sent.told.inserted, sent.told.skipped], [1, 2]);
      const { batch } = sent.told;
      const rejected = await ask(`/api/ingest/${batch}/rejected`);
      assertMatch(
        rejected.headers.get("Content-Disposition") ?? "",
        /^attachment; filename="rejected/,
      );
      const lines = (await rejected.text()).split("\r\n");
      assertEquals(lines.length, 4);
      assertEquals(
        lines[0],
        "time,value,daybook_line,daybook_column,daybook_value,daybook_reason",
      );
      assertMatch(lines[1], /^2026-01-06,'=1\+1,3,value,'=1\+1,/);
      assertMatch(lines[2], /^yesterday,3,4,time,yesterday,/);
      const corrected = await send(
        ask,
        `/${batch}/rejected`,
        text.replace("=1+1", "2").replace("yesterday", "2026-01-07"),
        CSV,
      );
      // The first row is as it was.
      assertEquals([corrected.told.inserted, corrected.told.duplicates], [2, 1]);
      // Midnight in Tokyo, as the first time.
      assertEquals(corrected.told.max_ts, "2026-01-06T15:00:00Z");
      const told = await (await ask(`/api/ingest/${corrected.told.batch}`)).json();
      assertEquals([told.corrects, told.state, told.source], [batch, "stored", "shop"]);
      const first = await (await ask(`/api/ingest/${batch}`)).json();
      assertEquals([first.rejected, first.rejected_rows, first.corrected], [2, 2, 2]);
      const none = await ask("/api/ingest/none/rejected");
      assertEquals([none.status, (await none.json()).code], [404, "NOT_FOUND"]);
    }),
);

databaseTest(
  "replayEvents judges again what is sealed, and listBatches tells all that came",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\n";
      const first = await send(ask, "?source_name=one", text, CSV);
      await send(ask, "?source_name=two", `${text}yesterday,1\n`, CSV);
      await database.query("delete from daybook.events");
      const again = await send(ask, `/${first.told.batch}/replay`, "");
      assertEquals([again.status, again.told.inserted], [200, 1]);
      const page = await (await ask("/api/ingest?limit=1")).json();
      assertEquals([page.batches[0].source, page.batches[0].state], ["two", "refused"]);
      assertEquals(page.batches[0].refusal.code, "BAD_EVENTS");
      const next = await (await ask(`/api/ingest?limit=1&cursor=${page.next_cursor}`)).json();
      assertEquals([next.batches[0].id, next.next_cursor], [first.told.batch, null]);
      const refused = await send(ask, `/${page.batches[0].id}/replay`, "");
      assertEquals([refused.status, refused.told.code], [400, "BAD_EVENTS"]);
    }),
);

databaseTest(
  "listBatches and readBatch have ETags that hold until something comes, or becomes of it",
  (database) =>
    withProgram(database, async (ask) => {
      const text = "time,value\n2026-01-05,1\nyesterday,2\n";
      const { batch } = (await send(ask, "?source_name=one&mode=tolerant", text, CSV)).told;
      const all = await holdEtag(ask, "/api/ingest");
      const first = await holdEtag(ask, `/api/ingest/${batch}`);
      await all.isSame();
      await first.isSame();
      await send(ask, "?source_name=two", "time,value\n2026-01-05,1\n", CSV);
      await all.isOther();
      await first.isSame();
      // What is corrected is told of the batch that it was rejected of.
      await send(ask, `/${batch}/rejected`, "time,value\n2026-01-06,2\n", CSV);
      await first.isOther();
      await all.isOther();
      await all.isSame();
    }),
);
