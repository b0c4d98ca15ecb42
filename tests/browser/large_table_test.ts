import { equal } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { importNotebook } from "@/tests/helpers/import_notebook.ts";
import { runAll } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** 40 × 40 × 40 = 64,000 rows. */
const NOTEBOOK = `
\`\`\`load units
inline: |
  n
${Array.from({ length: 40 }, (_, index) => `  ${index}`).join("\n")}
\`\`\`

\`\`\`sql all
query: >-
  select a.n * 1600 + b.n * 40 + c.n as n
  from units as a, units as b, units as c order by a.n, b.n, c.n
\`\`\`
`;

pageTest("A large table is made ready once it is seen", async ({ page, errors }) => {
  await using site = await startSite();
  await page.goto(site.link);
  const path = await importNotebook(page, NOTEBOOK);
  await page.goto(`${site.origin}${path}`);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/rows")) asked.push(request.url());
  });
  const ahead = page.waitForResponse((response) => response.url().includes("/rows"));
  await runAll(page);
  await page.locator("#cell-all .exports").scrollIntoViewIfNeeded();
  await ahead;
  await page.locator("#cell-all").getByRole("link", { name: /^All 64,000 rows/ }).click();
  const table = page.locator("#cell-all .data-table");
  await table.getByText("Rows 1 to 100 of 64,000").waitFor();
  // What came ahead is what is shown.
  equal(asked.length, 1);
  equal(errors.length, 0);
});
