import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createAudit } from "@/lib/auth/audit.ts";
import { readConfig } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import { createSources } from "@/lib/workspace/sources/sources.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openSignedPages, OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";
import type { FetchPage } from "@/tests/helpers/site.ts";

const ROUTES = ["routes/sources/index.tsx", "routes/sources/rejected/[batch].ts"];

/** Runs `use` with the pages of sources, signed in. */
async function withPages(
  database: Database,
  use: (get: FetchPage, viewer: FetchPage) => Promise<void>,
) {
  await using folder = await makeFolder();
  const config = readConfig({ DATA_DIR: folder.path });
  const log = createLog({ level: "error", write: () => {} });
  await using events = await createEvents({ database, config, log });
  const audit = createAudit({ database, log, now: () => new Date() });
  const workspace = { events, sources: createSources({ database, audit }) };
  const asBrowser = (fetchPage: FetchPage): FetchPage => (path, init = {}) =>
    fetchPage(path, { ...init, headers: { "Sec-Fetch-Site": "same-origin", ...init.headers } });
  const viewer = { ...OWNER_SESSION, role: "viewer" } as const;
  await use(
    asBrowser(await openSignedPages(workspace, ROUTES)),
    asBrowser(await openSignedPages(workspace, ROUTES, undefined, viewer)),
  );
}

function formOf(fields: Readonly<Record<string, string>>, text: string): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new File([text], "events.csv", { type: "text/csv" }));
  return form;
}

databaseTest("The page of sources takes a file, and tells what became of it", async (database) => {
  await withPages(database, async (get) => {
    const empty = await (await get("/sources")).text();
    assert.match(empty, /curl -X POST/);
    const bad = "time,value\n2026-01-05T10:00:00Z,1\nsoon,2\n";
    const refused = await get("/sources", {
      method: "POST",
      body: formOf({ source_name: "shop", mode: "strict" }, bad),
    });
    assertEquals(refused.status, 422);
    // The row that has no time is on the third line.
    assert.match(await refused.text(), /Line 3: time: Not a timestamp/);
    const taken = await get("/sources", {
      method: "POST",
      body: formOf({ source_name: "shop", mode: "tolerant", zone: "Europe/Vienna" }, bad),
    });
    assertEquals([taken.status, taken.headers.get("Location")], [
      303,
      "/sources?inserted=1&duplicates=0&conflicts=0&skipped=1&rows=2",
    ]);
    const page = await (await get(taken.headers.get("Location") ?? "")).text();
    assert.match(page, /1 new event, 1 row was rejected/);
    assert.match(page, /Days of Europe\/Vienna/);
    const [, rejected] = /href="(\/sources\/rejected\/[^"]+)"/.exec(page) ?? [];
    const csv = await get(rejected);
    assertEquals(csv.headers.get("Content-Type"), "text/csv; charset=utf-8");
    assert.match(await csv.text(), /^time,value,daybook_line,.*\r\nsoon,2,3,time,soon,/);
  });
});

databaseTest(
  "The page of sources takes rejected rows back, and tells beside them what became of them",
  async (database) => {
    await withPages(database, async (get, viewer) => {
      const bad = "time,value\n2026-01-05T10:00:00Z,1\nsoon,2\n2026-01-06T10:00:00Z,x\n";
      const fields = { source_name: "shop", mode: "tolerant", zone: "" };
      await get("/sources", { method: "POST", body: formOf(fields, bad) });
      const before = await (await get("/sources")).text();
      const [, batch] = /name="corrects" value="([^"]+)"/.exec(before) ?? [];
      assert.match(before, /Correct 2 rejected rows<\/summary>/);
      // Who may only look is offered none of it; that the engine refuses it is in its rules.
      assert.doesNotMatch(await (await viewer("/sources")).text(), /mending|\/sources\/rejected/);
      const file = await (await get(`/sources/rejected/${batch}`)).text();
      const put = async (text: string) =>
        await get("/sources", { method: "POST", body: formOf({ corrects: batch }, text) });
      const first = await put(file.replace("soon", "2026-01-07T10:00:00Z"));
      const address = first.headers.get("Location") ?? "";
      assert.match(address, new RegExp(`&corrects=${batch}&batch=[^&]+#batch-${batch}$`));
      const told = await (await get(address)).text();
      const notice = /<tr[^>]*class="mending-row">.*?<\/details>/s.exec(
        told.slice(told.indexOf(`id="batch-${batch}"`)),
      )?.[0] ?? "";
      assert.match(notice, /role="status"><span>1 new event, <a/);
      const [, still] = /href="(\/sources\/rejected\/[^"]+)">1 row still rejected/.exec(notice) ??
        [];
      assert.match(notice, /Correct 2 rejected rows<span class="note">1 corrected/);
      assert.match(await (await get(still)).text(), /\r\n2026-01-06T10:00:00Z,x,3,value,x,/);
      // Sent once more: what is there is not stored twice.
      const again = await put(file.replace("soon", "2026-01-07T10:00:00Z").replace(",x,", ",3,"));
      assert.match(again.headers.get("Location") ?? "", /inserted=1&duplicates=1&.*&skipped=0/);
      assert.match(await (await get("/sources")).text(), /<span class="note">All corrected/);
      const refused = await put("day,sum\n1,2\n");
      assertEquals(refused.status, 422);
      const page = await refused.text();
      assert.match(page, /class="mending-row"><td[^>]*><div class="notice error" role="alert">/);
      assert.match(page, /<details class="mending" open>/);
    });
  },
);

databaseTest(
  "The page of sources says what is missing, and keeps what was typed",
  async (database) => {
    await withPages(database, async (get) => {
      const sent = async (fields: Readonly<Record<string, string>>, text: string) => {
        const body = formOf(fields, text);
        return await (await get("/sources", { method: "POST", body })).text();
      };
      const typed = { source_name: "", mode: "tolerant", zone: "Europe/Vienna" };
      const nameless = await sent(typed, "time,value\n2026-01-05,1\n");
      assert.match(nameless, /id="source-fault">No column of the file is called source/);
      assert.match(nameless, /value="tolerant" selected/);
      assert.match(nameless, /name="zone"[^>]*value="Europe\/Vienna"/);
      assert.doesNotMatch(nameless, /role="alert"/);
      // It was not for several sources: it was for none.
      assert.match(nameless, /<h2 id="mixed">Sent without naming one source<\/h2>/);

      const wrong = await sent({ source_name: "R&D", mode: "strict", zone: "" }, "day,sum\nx,1\n");
      assert.match(wrong, /name="source_name"[^>]*value="R&amp;D"/);
      // The reason stays with what was sent, also when the page is opened again.
      await sent({ source_name: "R&D", mode: "strict", zone: "" }, "time,value\n2026-01-05,1\n");
      const later = await (await get("/sources")).text();
      assert.match(
        later,
        /Refused<p class="refusal">Cannot take events as each must have a column/,
      );
      assert.match(later, /current value is &quot;day&quot;, &quot;sum&quot;/);
    });
  },
);

databaseTest(
  "The page of sources says what to do, and that there was nothing to do",
  async (database) => {
    await withPages(database, async (get) => {
      const send = (text: string, zone: string) =>
        get("/sources", { method: "POST", body: formOf({ source_name: "shop", zone }, text) });
      const empty = await send("time,value\n", "");
      const told = await (await get(empty.headers.get("Location") ?? "")).text();
      assert.match(told, /role="status">The file has no rows: there was nothing to store/);
      await send("time,value\n2026-01-05,1\n", "Europe/Vienna");
      const refused = await (await send("time,value\n2026-01-06,1\n", "UTC")).text();
      assert.match(refused, /source &quot;shop&quot; by the clocks of UTC/);
      assert.match(refused, /<p>Leave the zone out, or say Europe\/Vienna\./);
    });
  },
);

databaseTest("The page of sources sets the zone of a source without events", async (database) => {
  await withPages(database, async (get) => {
    const set = async (source: string, zone: string) => {
      const body = new URLSearchParams({ do: "zone", source, zone });
      return await get("/sources", { method: "POST", body });
    };
    assertEquals((await set("shop", "Europe/Vienna")).status, 303);
    assert.match(await (await get("/sources")).text(), /value="Europe\/Vienna"/);
    const refused = await set("shop", "Nowhere");
    assertEquals(refused.status, 422);
    assert.match(await refused.text(), /must be an IANA name/);
  });
});

databaseTest(
  "The page of sources says what goes with one before it goes, and brings it back",
  async (database) => {
    await withPages(database, async (get) => {
      const body = formOf(
        { source_name: "shpo", zone: "" },
        "time,value\n2026-01-05,1\n2026-01-06,1\n",
      );
      await get("/sources", { method: "POST", body });
      const before = await (await get("/sources")).text();
      assert.match(before, /Its 2 events go with it, and with them its days and forecasts/);
      const [, id] = /name="id" value="(\d+)"/.exec(before) ?? [];
      const act = async (what: string) => {
        const body = new URLSearchParams({ do: what, id });
        return await get("/sources", { method: "POST", body });
      };
      const removed = await act("remove");
      assertEquals(removed.headers.get("Location"), `/sources?removed=${id}&name=shpo&events=2`);
      const after = await (await get(removed.headers.get("Location") ?? "")).text();
      assert.match(
        after,
        /Removed <strong><bdi>shpo<\/bdi><\/strong> with its 2 events, for good in a day/,
      );
      assert.doesNotMatch(after, /<h2><bdi>shpo/);
      assertEquals((await act("restore")).headers.get("Location"), "/sources");
      assert.match(await (await get("/sources")).text(), /<h2><bdi>shpo/);
      assertEquals((await act("restore")).status, 422);
    });
  },
);
