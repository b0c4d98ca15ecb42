import { equal, match, ok } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { HOSTILE, NOTEBOOK, shareRows } from "@/tests/helpers/shared_rows.ts";
import { reports } from "@/tests/helpers/reports.ts";

notebooksTest("GET /s/…/export/… saves what the link shows", async (given, t) => {
  const { share, fetchPage, id } = await shareRows(given);
  const path = await share();

  await t.step("html, without what is the owner's", async () => {
    const response = await fetchPage(`${path}/export/html?file-name=Sales%20"2026"`);
    equal(
      response.headers.get("Content-Disposition"),
      `attachment; filename="Sales 2026.html"; filename*=UTF-8''Sales%202026.html`,
    );
    const html = await response.text();
    match(html, /daily/);
    for (const secret of ["orders.csv", "select", "means", id]) {
      equal(html.includes(secret), false, secret);
    }
    equal(/[0-9a-f]{12}/.test(html), false, "a key is told");
    equal(/<script|<img/.test(html), false);
    ok(html.includes(HOSTILE.markup.replaceAll("<", "&lt;").replaceAll('"', "&quot;")), html);
  });

  await t.step("never its source or its results for programs", async () => {
    for (const format of ["md", "json", "exe"]) {
      const response = await fetchPage(`${path}/export/${format}`);
      equal(response.status, 404);
      equal((await response.text()).includes(NOTEBOOK.slice(0, 20)), false);
    }
  });

  await t.step("the page leads to what there is", async () => {
    const page = await (await fetchPage(path)).text();
    match(page, /export\/html\?file-name=/);
    equal(page.includes("export/pdf"), given.services.reports.print !== null);
  });
});

notebooksTest(
  "GET /s/…/export/pdf is neither offered nor given where nothing prints",
  async (given) => {
    const { share, fetchPage } = await shareRows(given);
    const path = await share();
    equal((await (await fetchPage(path)).text()).includes("export/pdf"), false);
    const response = await fetchPage(`${path}/export/pdf`);
    equal(response.status, 415);
    match(await response.text(), /CHROMIUM/);
  },
  { reports },
);
