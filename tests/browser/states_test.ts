import { Buffer } from "node:buffer";
import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** One cell that works, one that takes minutes, one that fails, one below it, one left out. */
const TEXT = `---
title: States
---

\`\`\`load numbers
inline: |
  day,amount
  2026-01-01,1
  2026-01-02,2
\`\`\`

\`\`\`sql slow
query: |
  select count(*) as n
  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x), numbers
time_limit: 300
\`\`\`

\`\`\`check wrong
from: numbers
range: { amount: { max: 1 } }
\`\`\`

\`\`\`sql below
query: select count(*) as n from wrong
\`\`\`

\`\`\`sql out
query: select 1 as one from numbers
disabled: true
\`\`\`
`;

/** What a cell says of itself, and what the outline says of it. */
async function told(page: Page, cell: string): Promise<readonly string[]> {
  const state = await page.locator(`#cell-${cell} .caption .state`).innerText();
  const entry = page.locator(`.outline-rows a[href="#cell-${cell}"] .unseen`).first();
  const outline = await entry.count() === 0 ? "" : await entry.textContent() ?? "";
  return [state.trim(), outline.trim()];
}

async function runCell(page: Page, cell: string): Promise<void> {
  await page.locator(`#cell-${cell} [data-command=run]`).click();
}

browserTest("Cells tell how they stand, and a long one can be cancelled", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await page.locator("summary", { hasText: "Import" }).click();
  await page.locator("#import-file")
    .setInputFiles({ name: "states.md", mimeType: "text/markdown", buffer: Buffer.from(TEXT) });
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.waitForURL(/\/notebooks\//);
  await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
  assertEquals(await told(page, "numbers"), ["○ not run yet", ", not run yet"]);
  assertEquals(await told(page, "out"), ["⊘ left out", ", left out"]);

  await runCell(page, "numbers");
  await page.locator("#cell-numbers.fresh").waitFor();
  match(await page.locator("#cell-numbers .facts").innerText(), /computed in [\s\S]*2 rows/);
  await runCell(page, "below");
  await page.locator("#cell-wrong.failed").waitFor();
  await page.locator("#cell-below.waiting").waitFor();
  assertEquals((await told(page, "wrong"))[0], "✕ failed");
  match((await told(page, "below"))[0], /^… waits: .*wrong/);
  match((await told(page, "below"))[1], /waits/);

  // While it runs the page goes on; the button stops the work, and the cell is as it was.
  await runCell(page, "slow");
  await page.locator("#cell-slow.running").waitFor();
  match((await told(page, "slow"))[0], /^◌ running/);
  const cancel = page.locator("[data-command=cancel]");
  await cancel.waitFor();
  assertEquals(await violations(page), []);
  await cancel.click();
  await page.locator("#cell-slow.stale").waitFor();
  await cancel.waitFor({ state: "detached" });
  assertEquals(await told(page, "slow"), ["◷ cancelled", ", cancelled"]);

  // The database is free at once.
  await runCell(page, "numbers");
  await page.locator("#cell-numbers.fresh").waitFor();
  assertEquals(faults, []);
});
