import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import { browserTest } from "@/tests/helpers/browser.ts";
import { violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

browserTest("Files are chosen by a button of our own, by keys too", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await page.goto(`${site.origin}/data`);
  await page.locator("daybook-island[data-ready] .drop").waitFor();
  const button = page.locator(".drop .button");
  const chosen = page.waitForEvent("filechooser");
  await button.click();
  equal((await chosen).isMultiple(), true);

  // The input takes no room, and its focus shows on the button.
  const input = page.locator("#files");
  equal((await input.boundingBox())?.width, 1);
  await page.getByRole("link", { name: "Data", exact: true }).focus();
  while (!await input.evaluate((one) => one === document.activeElement)) {
    await page.keyboard.press("Tab");
  }
  equal(await button.evaluate((one) => getComputedStyle(one).outlineStyle), "solid");
  assertEquals(await violations(page), []);
  assertEquals(faults, []);
});

browserTest("Without scripts the browser shows what was chosen", async (opened) => {
  await using site = await startSite();
  const { origin } = site;
  await using watched = await watch(opened.browser, { origin, javaScriptEnabled: false });
  const { page } = watched;
  await page.goto(site.link);
  await page.goto(`${origin}/data`);
  equal(await page.locator(".drop .button").isVisible(), false);
  equal(((await page.locator("#files").boundingBox())?.width ?? 0) > 100, true);
});
