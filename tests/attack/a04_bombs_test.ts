/**
 * OWASP A04:2021, insecure design: files that are bombs, requests that are too large, too slow or too many.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
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

/** Asks by hand, so that a request can be as wrong as it likes; returns the first line of the answer. */
async function raw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text));
  const bytes = new Uint8Array(4096);
  const length = await connection.read(bytes).catch(() => null);
  return new TextDecoder().decode(bytes.subarray(0, length ?? 0)).split("\r\n")[0];
}

Deno.test("A site refuses what is too much, and goes on serving everybody else", async (t) => {
  await using site = await startSite({ environment: { MAX_FILE_SIZE_MB: "5", LOG_LEVEL: "info" } });
  const { origin } = site;
  const serves = async () => assertEquals((await ask(site.fetch, "/health/ready")).status, 200);

  await t.step("a small file that becomes a large one", async () => {
    // 300 MB of zeros in about 300 kB.
    const bomb = await gzipped(300 << 20);
    assert(bomb.size < 1 << 20);
    const told = await upload(site, "bomb.csv.gz", bomb);
    assert(!/^[0-9a-f]{64}$/.test(told), "It was taken");
    await serves();
  });

  await t.step("a notebook of aliases that double", async () => {
    const lines = ["a0: &a0 [x, x]"];
    for (let i = 1; i < 40; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    const text = `---\ntitle: Laughs\n${lines.join("\n")}\n---\n\nWords\n`;
    await importNotebook(site, text).catch(() => {}); // Whether it is taken or refused, it is over soon.
    await serves();
  });

  await t.step("JSON that is nested without end, and bodies that are no JSON", async () => {
    const path = await importNotebook(site, "---\ntitle: One\n---\n\nWords\n");
    for (const body of ["[".repeat(200_000), `${'{"a":'.repeat(50_000)}1`, "{", "null", "\u0000"]) {
      const { status } = await ask(site.fetch, `/api${path}/run`, sent(site, body));
      assert(status >= 400 && status < 500, String(status));
    }
    await serves();
  });

  await t.step("bodies beyond their limit", async () => {
    const large = "x".repeat(6_000_000);
    const form = await ask(site.fetch, "/sign-in", posted(site, { email: large, password: "x" }));
    assert([400, 413, 422].includes(form.status), `sign-in: ${form.status}`);
    const told = await upload(site, "large.csv", `a\n${large}`);
    assert(!/^[0-9a-f]{64}$/.test(told), "It was taken");
    const events = await ask(site.fetch, "/api/ingest?source_name=shop", {
      ...posted(site, {}),
      headers: { Origin: origin, "Sec-Fetch-Site": "same-origin", "Content-Type": "text/csv" },
      body: `time,value\n${"2026-01-01,1\n".repeat(500_000)}`,
    });
    assertEquals(events.status, 413, events.text);
    await serves();
  });

  await t.step("a query that computes for ever is refused, or stopped by who asked", async () => {
    const path = await importNotebook(
      site,
      "---\ntitle: Long\n---\n\n```sql long\nquery: |\n  with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000)\n  select count(*) as n from n\n```\n",
    );
    const running = runAll(site, path).catch(String);
    await site.untilLogged((line) => line.includes('"run.start"') && line.includes(path.slice(11)));
    await ask(site.fetch, `/api${path}/cancel`, sent(site, {}));
    const ended = await running;
    assert(/run\.(?:cancelled|error)/.test(ended), ended);
    await serves();
  });

  await t.step("requests that are no requests", async () => {
    const host = new URL(origin).host;
    const wrong = [
      "GET / HTTP/1.1\r\n\r\n",
      `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`,
      `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nhello`,
      `GET ${"/a".repeat(40_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: ${host}\r\n${"X-A: b\r\n".repeat(5000)}\r\n`,
      "\u0016\u0003\u0001 no TLS here\r\n\r\n",
    ];
    for (const text of wrong) {
      const line = await raw(origin, text);
      assert(line === "" || /^HTTP\/1\.1 (?:4\d\d|303)/.test(line), JSON.stringify(line));
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
    for (const connection of open) connection.close();
  });
});
