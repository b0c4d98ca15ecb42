/**
 * OWASP A04:2021, insecure design: files that are bombs, requests that are too large, too slow or too many.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { ask, importNotebook, posted, runAll, sent, upload } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

async function gzipped(size: number): Promise<Blob> {
  const zeros = new Uint8Array(1 << 20);
  let left = size;
  const plain = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(zeros);
      left -= zeros.length;
    },
  });
  return await new Response(plain.pipeThrough(new CompressionStream("gzip"))).blob();
}

/** Asks as nobody. */
const fetchBare = (path: string) => fetch(path);

/** Asks by hand, so that a request can be as wrong as it likes; returns the first line of the answer. */
async function raw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text));
  const bytes = new Uint8Array(4096);
  const length = await connection.read(bytes).catch(() => null);
  return new TextDecoder().decode(bytes.subarray(0, length ?? 0)).split("\r\n")[0];
}

const RECURSIVE = `with recursive n(i) as (select 1 union all select i + 1 from n)
select count(*) as n from n`;

/** Ten rows, joined with themselves a dozen times: 10^12, which takes a day. */
const ENDLESS = `with d(i) as (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))
select count(*) as n from ${"abcdefghijkl".split("").map((name) => `d ${name}`).join(", ")}`;

function queryNotebook(query: string): string {
  const lines = query.split("\n").map((line) => `  ${line}`).join("\n");
  return `---\ntitle: Long\n---\n\n\`\`\`sql long\nquery: |\n${lines}\n\`\`\`\n`;
}

Deno.test("A site refuses what is too much, and goes on serving everybody else", async (t) => {
  await using site = await startSite({
    environment: { MAX_FILE_SIZE_MB: "5", LOG_LEVEL: "info", REQUEST_RATE_LIMIT: "600" },
  });
  const { origin } = site;
  const serves = async () => assertEquals((await ask(site.fetch, "/health/ready")).status, 200);

  await t.step("a small file that becomes a large one", async () => {
    // 300 MB of zeros in about 300 kB.
    const bomb = await gzipped(300 << 20);
    assert(bomb.size < 1 << 20);
    const told = await upload(site, "bomb.csv.gz", bomb);
    // It was read no further than until it was clear that there is nothing in it.
    assertMatch(told, /Cannot read &quot;bomb\.csv\.gz&quot;/);
    await serves();
  });

  await t.step("a notebook of aliases that double", async () => {
    const lines = ["a0: &a0 [x, x]"];
    for (let i = 1; i < 40; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    const text = `---\ntitle: Laughs\n${lines.join("\n")}\n---\n\nWords\n`;
    // It can be opened and mended, and no alias was followed.
    const { status, text: page } = await ask(site.fetch, await importNotebook(site, text));
    assertEquals(status, 200);
    assertMatch(page, /an alias is not allowed: current value is \*a0/);
    await serves();
  });

  await t.step("JSON that is nested without end, and bodies that are no JSON", async () => {
    const path = await importNotebook(site, "---\ntitle: One\n---\n\nWords\n");
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    for (const body of ["[".repeat(200_000), deep, "{", "null", "\u0000"]) {
      const { status, text } = await ask(site.fetch, `/api${path}/run`, sent(site, body));
      assertEquals([status, JSON.parse(text).code], [400, "BAD_USAGE"], body.slice(0, 10));
    }
    await serves();
  });

  await t.step("bodies beyond their limit", async () => {
    const large = "x".repeat(6_000_000);
    const form = await ask(site.fetch, "/sign-in", posted(site, { email: large, password: "x" }));
    assertEquals(form.status, 413);
    const told = await upload(site, "large.csv", `a\n${large}`);
    assertMatch(told, /Cannot keep more bytes than the 5000000/);
    const events = await ask(site.fetch, "/api/ingest?source_name=shop", {
      ...posted(site, {}),
      headers: { Origin: origin, "Sec-Fetch-Site": "same-origin", "Content-Type": "text/csv" },
      body: `time,value\n${"2026-01-01,1\n".repeat(500_000)}`,
    });
    assertEquals(events.status, 413, events.text);
    // 6 MB that are well below a limit as they are sent.
    const packed = await new Response(
      new Blob([`time,value\n${"2026-01-01,1\n".repeat(500_000)}`]).stream()
        .pipeThrough(new CompressionStream("gzip")),
    ).blob();
    const headers = { Origin: origin, "Sec-Fetch-Site": "same-origin", "Content-Type": "text/csv" };
    for (const body of [packed, await gzipped(300 << 20)]) {
      assert(body.size < 1 << 20);
      const inflated = await ask(site.fetch, "/api/ingest?source_name=shop", {
        ...posted(site, {}),
        headers: { ...headers, "Content-Encoding": "gzip" },
        body,
      });
      const { code, errors } = JSON.parse(inflated.text);
      assertEquals([inflated.status, code, errors.length], [413, "FILE_TOO_LARGE", 1]);
    }
    await serves();
  });

  await t.step("a query that calls itself is refused", async () => {
    const ended = await runAll(site, await importNotebook(site, queryNotebook(RECURSIVE)));
    assertMatch(ended, /"run\.error".*"computed":0.*"failed":1/);
  });

  await t.step("a query that computes for ever is stopped by who asked", async () => {
    const path = await importNotebook(site, queryNotebook(ENDLESS));
    const running = runAll(site, path).catch(String);
    await site.untilLogged((line) => line.includes('"run.start"') && line.includes(path.slice(11)));
    await ask(site.fetch, `/api${path}/cancel`, sent(site, {}));
    assertMatch(await running, /"run\.cancelled".*"computed":0/);
    await serves();
  });

  await t.step("requests that are no requests", async () => {
    const host = new URL(origin).host;
    // Without a host it is for nobody here; whatever else reads it otherwise than we do is none.
    assertEquals(await raw(origin, "GET / HTTP/1.1\r\n\r\n"), "HTTP/1.1 421 Misdirected Request");
    const wrong = [
      `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
      `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello`,
      `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `GET ${"/a".repeat(40_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: ${host}\r\n${"X-A: b\r\n".repeat(5000)}\r\n`,
      "\u0016\u0003\u0001 no TLS here\r\n\r\n",
    ];
    for (const text of wrong) {
      // Who sends more than is read may find the connection closed before the answer.
      const line = await raw(origin, text);
      assert(
        ["", "HTTP/1.1 400 Bad Request"].includes(line),
        JSON.stringify([text.slice(0, 80), line]),
      );
    }
    await serves();
  });

  await t.step("hundreds who begin a request and never end it", async () => {
    const { hostname, port, host } = new URL(origin);
    const open = await Promise.all(Array.from({ length: 200 }, async () => {
      const connection = await Deno.connect({ hostname, port: Number(port) });
      const head =
        `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\nemail=`;
      await connection.write(new TextEncoder().encode(head));
      return connection;
    }));
    await serves();
    // Not only what watches: a page is drawn, and somebody signs in with a wrong password.
    const wrong = { email: "nobody@example.org", password: "a wrong password" };
    assertEquals((await ask(site.fetch, "/")).status, 200);
    assertEquals((await ask(site.fetch, "/api/auth/login", sent(site, wrong))).status, 401);
    for (const connection of open) connection.close();
  });

  await t.step("one who asks again and again", async () => {
    const told: number[] = [];
    // Of 600 a minute, less those of the steps before; ten a second come back.
    while (!told.includes(429) && told.length < 20_000) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => ask(fetchBare, `${origin}/robots.txt`)),
      );
      told.push(...answers.map(({ status }) => status));
    }
    assertEquals(new Set(told), new Set([200, 429]));
    assert(told.indexOf(429) >= 300, `Refused after ${told.indexOf(429)}`);
    // Who is known is not kept out by what came from their address.
    assertEquals((await ask(site.fetch, "/")).status, 200);
    await serves();
    await site.untilLogged((line) => line.includes("security.rate_limit_hit"));
  });

  await t.step(
    "nothing of all that was taken for a bug, and nothing was printed past the log",
    () => {
      assertEquals(
        site.logged.filter((line) => /"level":"error"|"event":"web\.printed"/.test(line)),
        [],
      );
    },
  );
});
