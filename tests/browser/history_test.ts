import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, keptSource, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Does something, and waits until the page stands on a later revision. */
async function changing(page: Page, work: () => Promise<void>): Promise<void> {
  const before = await page.locator("main").getAttribute("data-revision");
  await work();
  await page.waitForFunction(
    (before) => Number(document.querySelector("main")?.dataset.revision) > Number(before),
    before,
  );
}

/** Chooses from a cell's menu. */
async function choose(page: Page, cell: string, name: string): Promise<void> {
  await page.locator(`#cell-${cell} summary[aria-label^=More]`).click();
  await page.locator(`#cell-${cell}`).getByRole("button", { name, exact: true }).click();
}

browserTest("Undo and redo go through all that can be done to cells", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });

  const texts = [await keptSource(page)];
  const step = async (work: () => Promise<void>) => {
    await changing(page, work);
    texts.push(await keptSource(page));
  };
  // Edit, rename, move, duplicate, leave out, delete, add.
  await step(async () => {
    await page.locator("#cell-odd").focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Threshold").fill("2.5");
    await page.keyboard.press("Shift+Enter");
  });
  match(texts[1], /threshold: 2\.5/);
  await page.keyboard.press("Escape");
  await page.locator("#cell-odd .editor").waitFor({ state: "detached" });
  await step(async () => {
    await page.locator("#cell-daily summary[aria-label^=More]").click();
    await page.locator("#rename-daily").fill("each_day");
    await page.locator("#rename-daily").press("Enter");
  });
  // References follow.
  match(texts[2], /```detect odd\nfrom: each_day\n/);
  equal(texts[2].includes("from: daily"), false);
  await step(async () => {
    await page.locator("#cell-weekly").focus();
    await page.keyboard.press("Alt+ArrowUp");
  });
  await step(() => choose(page, "weekly", "Duplicate"));
  await step(() => choose(page, "weekly", "Leave out"));
  match(texts[5], /disabled: true/);
  await step(() => choose(page, "next", "Delete"));
  equal(texts[6].includes("```forecast next"), false);
  await step(async () => {
    await page.locator("#cell-odd").focus();
    await page.keyboard.press("a");
    await page.locator(".adding").waitFor();
    await page.keyboard.press("Enter");
  });
  await page.locator(".cell .editor").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".cell .editor").waitFor({ state: "detached" });
  equal(new Set(texts).size, 8);

  // Back to the first text and forth to the last, to the letter.
  for (const text of texts.slice(0, -1).toReversed()) {
    await changing(page, () => page.keyboard.press("Control+z"));
    equal(await keptSource(page), text);
  }
  for (const text of texts.slice(1)) {
    await changing(page, () => page.keyboard.press("Control+Shift+z"));
    equal(await keptSource(page), text);
  }

  // The history tells of each in words.
  await page.goto(`${page.url().split("?")[0].split("#")[0]}/history`);
  const told = await page.locator(".revisions .what").allInnerTexts();
  assertEquals(told.slice(-8, -1).toReversed().slice(0, 6), [
    'Changed "odd": threshold set to 2.5',
    'Renamed "daily" to "each_day"',
    'Moved "weekly"',
    'Duplicated "weekly"',
    'Disabled "weekly"',
    'Deleted "next"',
  ]);
  match(told[0], /^Did again: Added/);
  assertEquals(faults, []);
});
