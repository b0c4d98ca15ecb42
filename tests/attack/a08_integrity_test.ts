/**
 * OWASP A08:2021, software and data integrity failures: what another site makes a browser send, and
 * what is read as more than data.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { ask, importNotebook, sent } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

Deno.test("A site does nothing that another site asked for, and takes data for data", async (t) => {
  await using site = await startSite();
  const path = await importNotebook(site, "---\ntitle: Mine\n---\n\nWords\n");

  await t.step("forms and scripts of other sites", async () => {
    const origins: Record<string, string>[] = [
      { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "same-site", Origin: site.origin },
      {},
      { Referer: "https://evil.example/" },
    ];
    const asked: [path: string, body: BodyInit][] = [
      ["/", new URLSearchParams({ do: "delete", id: path.split("/").at(-1) ?? "" })],
      [`/api${path}/run`, JSON.stringify({ what: { type: "all" } })],
      [`${path}/links`, new URLSearchParams({ do: "make", shows: "live" })],
      ["/sign-out", new URLSearchParams()],
      ["/api/ingest?source_name=shop", "time,value\n2026-01-01,1\n"],
    ];
    for (const headers of origins) {
      for (const [one, body] of asked) {
        const { status } = await ask(site.fetch, one, { method: "POST", headers, body });
        assertEquals(status, 403, `${one} ${JSON.stringify(headers)}`);
      }
    }
    assertEquals((await ask(site.fetch, path)).status, 200);
  });

  await t.step("a form that only reads does nothing", async () => {
    for (
      const one of [`/?do=delete&id=${path.split("/").at(-1)}`, "/sign-out", `/api${path}/run`]
    ) {
      await ask(site.fetch, one);
    }
    assertEquals((await ask(site.fetch, path)).status, 200);
  });

  await t.step("keys that would change what every object has", async () => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const body =
        `{"what":{"type":"all"},"${key}":{"isAdmin":true},"parameters":{"${key}":{"a":1}}}`;
      const { status } = await ask(site.fetch, `/api${path}/run`, sent(site, body));
      assert(status < 500, `${key}: ${status}`);
    }
    const hostile =
      `---\ntitle: Proto\n__proto__: { polluted: true }\nparams:\n  constructor: { type: text, default: x }\n---\n\n` +
      "```sql __proto__\nquery: select 1 as n\n```\n";
    await importNotebook(site, hostile).catch(() => {}); // It may be refused.
    const tags = [
      "!!js/function 'function(){}'",
      "!!python/object/apply:os.system [id]",
      "!<tag:x> y",
    ];
    for (const tag of tags) {
      await importNotebook(site, `---\ntitle: ${tag}\n---\n\nWords\n`).catch(() => {});
    }
    assertEquals((await ask(site.fetch, "/health/ready")).status, 200);
    assertEquals((await ask(site.fetch, "/")).status, 200);
  });
});
