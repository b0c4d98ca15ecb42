/**
 * OWASP A10:2021, server-side request forgery: nothing that a notebook says makes Daybook ask another address.
 *
 * The guard of webhooks and models (decimal, octal and mapped addresses, redirects, rebinding) is
 * tried by tests/lib/deliver/outside.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { ask, importNotebook, runAll } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

Deno.test("No cell reaches an address that no setting names", async () => {
  let asked = 0;
  await using listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response("a,b\n1,2\n");
  });
  const { port } = listener.addr;
  const here = `http://127.0.0.1:${port}/rows.csv`;
  await using site = await startSite({ environment: { LOG_LEVEL: "info" } });
  const cells = [
    ...[
      here,
      `//127.0.0.1:${port}/rows.csv`,
      "http://169.254.169.254/latest/meta-data/",
      `file://127.0.0.1/etc/passwd`,
    ]
      .map((file) => `\`\`\`load a\nfile: ${JSON.stringify(file)}\n\`\`\``),
    `\`\`\`load a\nconnection: postgres://127.0.0.1:${port}/x\nquery: select 1 as n\n\`\`\``,
    `\`\`\`sql a\nquery: select * from dblink('host=127.0.0.1 port=${port}', 'select 1') as t(n int)\n\`\`\``,
    `\`\`\`sql a\nquery: select lo_import('${here}') as n\n\`\`\``,
    `![x](${here}) <img src="${here}"> <iframe src="${here}"></iframe>`,
  ];
  for (const cell of cells) {
    const path = await importNotebook(site, `---\ntitle: Asks\n---\n\n${cell}\n`);
    if (cell.startsWith("`")) await runAll(site, path);
    const { status } = await ask(site.fetch, path);
    assert(status < 500, cell);
    await ask(site.fetch, `${path}/export/html`);
  }
  assertEquals(asked, 0);
});
