/**
 * OWASP A10:2021, server-side request forgery: nothing that a notebook says makes Daybook ask another address.
 *
 * Webhooks in every spelling of an address, redirects and names that change are tried by webhooks_test.ts.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";
import { ask, importNotebook, posted, runAll } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

Deno.test("No cell reaches an address that no setting names", async () => {
  let asked = 0;
  await using listener = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response("a,b\n1,2\n");
  });
  const { port } = listener.addr;
  const here = `http://127.0.0.1:${port}/rows.csv`;
  await using site = await startSite({
    environment: { LOG_LEVEL: "info", WEBHOOK_SECRET: "rT7wQm2ZxC9vLb4NfK8sHd3Jy6Pg1Ae0" },
  });
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
  // An editor may send a summary to a server; not to one on this machine, nor on its network.
  const hooks = [`127.0.0.1:${port}`, `localhost:${port}`, `2130706433:${port}`, "169.254.169.254"];
  for (const host of hooks) {
    const summary = `webhook: https://${host}/hook\ntemplate: All is well.`;
    const path = await importNotebook(
      site,
      `---\ntitle: Tells\n---\n\n\`\`\`summary brief\n${summary}\n\`\`\`\n`,
    );
    await runAll(site, path);
    const shown = await ask(site.fetch, `${path}/mail/brief`);
    const digest = /name="digest"[^>]*value="([0-9a-f]+)"/.exec(shown.text)?.[1] ?? "";
    await ask(site.fetch, `${path}/mail/brief`, posted(site, { digest }));
    const { text } = await ask(site.fetch, `${path}/mail/brief`);
    match(text, /the webhook.{1,5}s server is not on the open internet/, host);
  }
  assertEquals(asked, 0);
});
