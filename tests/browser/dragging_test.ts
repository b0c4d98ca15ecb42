import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

async function cellNames(page: Page): Promise<readonly string[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell") ?? "")
  );
}

browserTest(
  "A cell is dragged by its caption, and moved by touch from its menu",
  async (opened) => {
    await using site = await startSite();
    await using watched = await watch(opened.browser, { origin: site.origin });
    const { context, page, faults } = watched;
    await page.goto(site.link);
    await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
    await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
    const before = await cellNames(page);
    const at = before.indexOf("odd");
    const swapped = before.with(at, before[at + 1]).with(at + 1, "odd");

    // The cell below is dropped onto it, and takes its place.
    await page.locator(`#cell-${before[at + 1]} .caption h3, #cell-${before[at + 1]} .caption h2`)
      .first().dragTo(page.locator("#cell-odd .caption"));
    await page.locator(`.block:has(#cell-${before[at + 1]}) + .block #cell-odd`).waitFor();
    assertEquals(await cellNames(page), swapped);
    // It is kept.
    await page.reload();
    assertEquals(await cellNames(page), swapped);

    // A finger finds the same in the menu.
    const phone = await opened.browser.newContext({
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 800 },
      storageState: await context.storageState(),
    });
    const small = await phone.newPage();
    await small.goto(page.url());
    await small.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
    await small.locator("#cell-odd summary[aria-label^=More]").tap();
    await small.locator("#cell-odd").getByRole("button", { name: "Move up" }).tap();
    await small.locator(`.block:has(#cell-odd) + .block #cell-${before[at + 1]}`).waitFor();
    assertEquals(await cellNames(small), before);
    await phone.close();
    assertEquals(faults, []);
  },
);
