import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, pageTest } from "@/tests/helpers/browser.ts";
import { type StartedSite, startSite } from "@/tests/helpers/started_site.ts";

/** Opens the example of sales with one of its cells in the editor. */
async function openEditor(
  { site, page, cell, tab }: {
    readonly site: StartedSite;
    readonly page: Page;
    readonly cell: string;
    readonly tab: "form" | "text";
  },
): Promise<void> {
  await page.getByRole("link", { name: "Sales" }).first().click();
  await page.waitForSelector("main[data-notebook]");
  const { pathname } = new URL(page.url());
  await page.goto(`${site.origin}${pathname}?edit-cell=${cell}&edit-as=${tab}`);
}

/** The body of a cell as it is kept. */
async function keptText(page: Page, cell: string): Promise<string> {
  const { pathname } = new URL(page.url());
  const html = await page.evaluate(
    async (address) => await (await fetch(address)).text(),
    `${pathname}?edit-cell=${cell}&edit-as=text`,
  );
  return await page.evaluate(
    (text) =>
      new DOMParser().parseFromString(text, "text/html").querySelector<HTMLTextAreaElement>(
        ".cell-editor textarea",
      )?.value ?? "",
    html,
  );
}

pageTest("CellEditor() edits a cell as a form and as text", async ({ page, errors }) => {
  await using site = await startSite();
  page.setDefaultTimeout(20_000);
  await page.goto(site.link);
  await openEditor({ site, page, cell: "odd", tab: "form" });

  // A field that is filled in is saved by itself, and the rest stays as it is.
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/cells/odd/text"));
  await page.getByLabel("Threshold").fill("2.5");
  await page.keyboard.press("Tab");
  await saved;
  assertMatch(await keptText(page, "odd"), /^threshold: 2\.5$/m);

  // The text is the same body, and offers the dimensions of the kpi above.
  await page.getByRole("tab", { name: "Text" }).click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("each: [re");
  await page.getByRole("option", { name: "region" }).click();
  const checked = page.waitForResponse((answer) => answer.url().endsWith("/cells/odd/check"));
  await page.keyboard.type("]\nsead: 1");
  await checked;
  await page.locator(".cm-lintRange", { hasText: "sead" }).waitFor();
  const text = (await page.locator(".cm-line").allTextContents()).join("\n");
  assert(text.includes("threshold: 2.5\nexplain: [region]\neach: [region]\nsead: 1"), text);

  // Tab leaves; Escape saves and closes.
  await page.locator(".cm-content").press("Tab");
  await page.locator(".cm-editor.cm-focused").waitFor({ state: "detached" });
  await page.locator(".cm-content").press("Escape");
  await page.locator(".cell-editor").waitFor({ state: "detached" });
  assertMatch(await keptText(page, "odd"), /^sead: 1$/m);
  assertEquals(errors, []);
});

browserTest("CellEditor() edits without scripts", async ({ browser }) => {
  await using site = await startSite();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.link);
  await openEditor({ site, page, cell: "daily", tab: "form" });
  await page.getByLabel("Period", { exact: true }).selectOption({ label: "Month" });
  await page.getByLabel("New name in measures").fill("orders");
  await page.getByLabel("New name in measures").locator("xpath=..").getByRole("button").click();
  await page.getByLabel("Name of orders").waitFor();
  assertIs(await page.getByLabel("Period", { exact: true }).inputValue(), "month");
  await context.close();
});
