import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, paste, untilLive, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** The notebook of sales, with one of its cells in the editor. */
async function openEditor(page: Page, cell: string, tab: "form" | "text"): Promise<void> {
  if (!page.url().includes("/notebooks/")) {
    await page.getByRole("link", { name: "Sales", exact: true }).first().click();
    await page.waitForURL(/\/notebooks\//);
  }
  const { origin, pathname } = new URL(page.url());
  await page.goto(`${origin}${pathname}?edit-cell=${cell}&edit-as=${tab}`);
  await page.locator("daybook-island[data-ready] .cell-editor").waitFor();
}

async function labelsShown(page: Page): Promise<readonly string[]> {
  return await page.locator(".form-body > .form-row > label:visible").evaluateAll((labels) =>
    labels.map((label) => (label.textContent ?? "").replace("*", ""))
  );
}

browserTest("A form shows what people change most, and completes expressions", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);

  await openEditor(page, "odd", "form");
  assertEquals(await labelsShown(page), [
    "Measure",
    "Each",
    "Method",
    "History",
    "Threshold",
    "Explained by",
    "Input",
  ]);
  // Of the kpi's columns the dimensions alone, not what was measured.
  const each = page.getByRole("group", { name: "Each" });
  assertEquals(await each.locator("label").allInnerTexts(), ["region"]);
  await openEditor(page, "orders", "form");
  assertEquals(await labelsShown(page), [
    "File",
    "Format",
    "Delimiter",
    "Header line",
    "Texts that mean nothing",
  ]);

  // A column and a function, by keys.
  await openEditor(page, "daily", "form");
  const value = page.getByLabel("Value").first();
  await value.fill("");
  await value.pressSequentially("sum");
  await page.getByRole("option", { name: /^sum / }).waitFor();
  await value.press("Enter");
  await value.pressSequentially("rev");
  await page.getByRole("option", { name: /^revenue/ }).first().waitFor();
  const found = await violations(page);
  assertEquals(found, []);
  await value.press("Tab");
  assertEquals(await value.inputValue(), "sum(revenue");
  // Escape leaves the list, and not the editor.
  await value.pressSequentially(" + uni");
  await page.locator(".offers").waitFor();
  await value.press("Escape");
  await page.locator(".offers").waitFor({ state: "detached" });
  await page.locator(".cell-editor").waitFor();
  // What is wrong stands under its word, and in words below.
  await value.fill("sum(revenu)");
  await page.locator(".marks > mark", { hasText: /^revenu$/ }).waitFor();
  assertMatch(
    await page.locator(`[id="${await value.getAttribute("aria-describedby")}"]`).innerText(),
    /Cannot find a column of this name/,
  );
  await value.fill("sum(revenue)");
  await page.locator(".marks").waitFor({ state: "detached" });
  assertEquals(faults, []);
});

browserTest("The text of a cell is completed, checked, explained and formatted", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await openEditor(page, "odd", "text");
  const text = page.locator(".cm-content");
  const written = async () => (await page.locator(".cm-line").allTextContents()).join("\n");
  const choose = async (typed: string, name: RegExp) => {
    await page.keyboard.type(typed);
    await page.getByRole("option", { name }).first().click();
  };
  await text.click();
  await page.keyboard.press("Control+End");

  // A key, a choice, a column of the actual input.
  await page.keyboard.press("Control+a");
  await choose("mea", /^measure/);
  await choose("rev", /^revenue/);
  await choose("\nmet", /^method/);
  await choose("iso", /^isolation_forest/);
  await choose("\neach: [reg", /^region/);
  assertEquals(await written(), "measure: revenue\nmethod: isolation_forest\neach: [region");
  await page.keyboard.type("]\nthreshold:   high\nfrom: daily\n");

  // The mistake under its word, and in words.
  await page.locator(".cm-lintRange", { hasText: /^high$/ }).waitFor();
  assertMatch(await page.locator(".editor-problems").innerText(), /threshold/);
  // What a key means.
  await page.locator(".cm-line", { hasText: "threshold" }).getByText("threshold").first().hover();
  const told = page.locator(".cm-tooltip-hover .editor-documentation");
  await told.waitFor();
  assertMatch(await told.innerText(), /Takes a number, in deviations; left out, it is 3/);
  await page.mouse.move(0, 0);

  await page.keyboard.press("Control+Home");
  await text.press("Shift+Alt+f");
  await page.waitForFunction(() =>
    document.querySelector(".cm-content")?.textContent?.includes("threshold: high")
  );
  // In the order of the schema.
  assert(/each.*\n*method/s.test(await written()), await written());
  // Undoing in the editor takes back what was formatted, and so does each step before it.
  await text.press("Control+z");
  await page.waitForFunction(() =>
    document.querySelector(".cm-content")?.textContent?.includes("threshold:   high")
  );
  assertEquals(faults, []);
});

browserTest("What was typed last outlives the tab that is closed", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { context, page } = watched;
  await page.goto(site.link);
  await openEditor(page, "odd", "text");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await paste(page, "seed: 77\n");
  const address = page.url().split("?")[0];
  // At once: before the pause after which it would be saved by itself.
  await page.close({ runBeforeUnload: true });
  // It arrives while the tab goes. The other context is not watched, which would answer what is asked.
  const storageState = await context.storageState();
  await using asking = await opened.browser.newContext({ storageState });
  const other = await asking.newPage();
  let text = "";
  while (!/^seed: 77$/m.test(text)) {
    await other.goto(`${address}?edit-cell=odd&edit-as=text`);
    text = await other.locator(".cell-editor textarea").inputValue();
  }

  // What can't be saved is asked about.
  await other.locator("daybook-island[data-ready] .cell-editor").waitFor();
  await other.route("**/cells/odd/text", (route) => route.abort());
  await other.locator(".cm-content").click();
  await other.keyboard.type("# more");
  await other.locator(".save-status.fault").waitFor();
  const types: string[] = [];
  other.once("dialog", (asked) => {
    types.push(asked.type());
    // A browser whose tab still asks can't be closed in order.
    void asked.accept();
  });
  const closed = other.waitForEvent("close");
  await other.close({ runBeforeUnload: true });
  await closed;
  assertEquals(types, ["beforeunload"]);
});

browserTest("Prose that is not saved is asked about before its page closes", async (opened) => {
  await using site = await startSite();
  await using context = await opened.browser.newContext();
  const page = await context.newPage();
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  await untilLive(page);
  await page.goto(`${page.url().split("?")[0]}?edit-prose=0`);
  await untilLive(page);
  // Only a page that was touched may ask.
  await page.locator("#prose-0").click();
  await page.keyboard.type("Not yet saved.");
  const types: string[] = [];
  page.once("dialog", (asked) => {
    types.push(asked.type());
    void asked.accept();
  });
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  assertEquals(types, ["beforeunload"]);
});
