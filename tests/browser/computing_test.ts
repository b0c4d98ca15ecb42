import { equal } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { importNotebook } from "@/tests/helpers/import_notebook.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Takes longer than a link's page waits: 30^5 sums, of which 144 and 145 come about in 5 + 1 ways. */
const NOTEBOOK = `---
params:
  least: { type: number, default: 1000 }
---

\`\`\`load units
inline: |
  n
${Array.from({ length: 30 }, (_, index) => `  ${index}`).join("\n")}
\`\`\`

\`\`\`sql all
query: >-
  select count(*) as found from units as a, units as b, units as c, units as d, units as e
  where a.n + b.n + c.n + d.n + e.n >= \${least}
time_limit: 120
\`\`\`
`;

pageTest("A shared page shows by itself what its link computes", async (opened) => {
  const { browser, page, errors } = opened;
  await using site = await startSite();
  await page.goto(site.link);
  const path = await importNotebook(page, NOTEBOOK);
  await page.goto(`${site.origin}${path}/links`);
  await page.getByLabel("The newest figures, and parameters to set").check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel("Address").inputValue();

  const context = await browser.newContext();
  const reader = await context.newPage();
  reader.on("pageerror", (error) => errors.push(error.message));
  await reader.goto(`${link}?least=144`);
  await reader.locator("#cell-all").getByText("6", { exact: true }).first().waitFor();
  equal(await reader.getByText("still being computed").count(), 0);
  await context.close();
});
