import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { browserTest } from "@/tests/helpers/browser.ts";
import { watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

browserTest("A cell that was just added says nothing, and then once", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await page.getByRole("link", { name: "Sales", exact: true }).first().click();
  await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
  const below = () => page.locator("#cell-sound .state").innerText();
  const before = await below();

  // Between a cell and the one that takes it: what is below goes on as it was.
  await page.locator(".block:has(#cell-sound) > .gap a").click();
  await page.locator(".adding").getByRole("button", { name: /^SQL/ }).click();
  await page.locator("daybook-island[data-ready] .cell-editor").waitFor();
  const added = page.locator(".cell:has(.cell-editor)");
  const said = added.locator(".fault:not(.save-status), .editor-problems, .problems");
  assertEquals(await said.count(), 0);
  assertEquals(await below(), before);

  await page.getByRole("tab", { name: "Text" }).click();
  await added.locator(".cm-content").click();
  await page.keyboard.insertText("query: selec 1");
  await added.locator(".editor-problems li").first().waitFor();
  await page.locator("[data-unsaved]").waitFor({ state: "detached" });
  assertEquals(await added.locator(".problems").count(), 0);
  const told = await added.locator(".editor-problems li").allInnerTexts();
  assertEquals(new Set(told).size, told.length);

  // Closed, the cell says it.
  await page.keyboard.press("Escape");
  await page.locator(".cell-editor").waitFor({ state: "detached" });
  await page.locator("[data-cell^=sql] .problems").waitFor();
  assertEquals(await below(), before);
  assertEquals(faults, []);
});
