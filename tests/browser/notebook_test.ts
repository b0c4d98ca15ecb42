import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, pageTest } from "@/tests/helpers/browser.ts";
import { follow, paste, untilLive } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Waits until nothing runs and every cell shows what it should. */
async function untilFresh(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll("[data-cell]")];
    return cells.length > 0 && cells.every((cell) => cell.classList.contains("fresh"));
  });
}

async function cellNames(page: Page): Promise<readonly string[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell") ?? "")
  );
}

browserTest(
  "A notebook is run, changed and followed without loading its page anew",
  async (opened) => {
    // Two pages of one browser, so that both are signed in.
    const context = await opened.browser.newContext();
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await using site = await startSite();
    await page.goto(site.link);
    await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
    await untilLive(page);
    // A page that is loaded anew has forgotten it.
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
    await page.getByRole("button", { name: "Run all" }).click();
    await untilFresh(page);
    await page.locator("#cell-next figure svg").first().waitFor();

    const other = await context.newPage();
    await other.goto(page.url());
    await untilLive(other);
    const before = await cellNames(page);

    // Keys: j goes to the next block, Alt and an arrow move it, Ctrl Z takes that back.
    await page.bringToFront();
    await page.locator("#cell-weekly").focus();
    await page.keyboard.press("Alt+ArrowUp");
    const moved = before.with(3, "weekly").with(4, "daily");
    await page.locator(".block:has(#cell-weekly) + .block #cell-daily").waitFor();
    assertEquals(await cellNames(page), moved);
    await other.locator(".block:has(#cell-weekly) + .block #cell-daily").waitFor();
    assertEquals(await cellNames(other), moved);
    await page.locator("#cell-weekly").focus();
    await page.keyboard.press("Control+z");
    await page.locator(".block:has(#cell-daily) + .block #cell-weekly").waitFor();
    assertEquals(await cellNames(page), before);

    // The palette finds what can be done by its words.
    await page.keyboard.press("Control+k");
    await page.keyboard.type("go to brief");
    await page.keyboard.press("Enter");
    equal(await page.evaluate(() => document.activeElement?.id), "cell-brief");
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");

    // An editor slides open below the caption, and Escape leaves it.
    await page.locator("#cell-odd").focus();
    await page.keyboard.press("Enter");
    await page.locator("#cell-odd .editor").waitFor();
    match(page.url(), /edit-cell=odd/);

    // Somebody else's change arrives beside it, and is told.
    await other.bringToFront();
    await other.locator("#cell-brief summary[aria-label^=More]").click();
    await other.locator("#cell-brief").getByRole("button", { name: "Leave out" }).click();
    await page.bringToFront();
    await page.getByText("Changed elsewhere").waitFor();
    equal(await page.locator("#cell-odd .editor").count(), 1);

    equal(await page.evaluate(() => "stayed" in globalThis), true);
    assertEquals(errors, []);
  },
);

pageTest("A parameter is in the address, and back leads to the one before", async (opened) => {
  const { page, errors } = opened;
  await using site = await startSite();
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  await untilLive(page);
  await page.getByRole("button", { name: "Run all" }).click();
  await untilFresh(page);
  const horizon = page.getByLabel("Horizon");
  await horizon.fill("21");
  await horizon.press("Tab");
  await page.waitForURL(/\?horizon=21$/);
  // What was quick runs by itself; how quick it is here, nobody knows.
  await page.locator('main[data-given*="21"]').waitFor();
  await page.getByRole("button", { name: "Run all" }).click();
  // 21 days from the forecast's first on, a row each.
  await page.locator("#cell-next .facts").getByText("21 rows").waitFor();
  await page.goBack();
  await page.locator("#cell-next .facts").getByText("14 rows").waitFor();
  equal(await horizon.inputValue(), "14");
  assertEquals(errors, []);
});

pageTest("An editor stays open when what it changed has been computed", async (opened) => {
  const { page, errors } = opened;
  await using site = await startSite();
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  await untilLive(page);
  await page.getByRole("button", { name: "Run all" }).click();
  await untilFresh(page);
  const address = new URL(page.url()).pathname;
  for (const as of ["form", "text"]) {
    await page.goto(`${site.origin}${address}?edit-cell=odd&edit-as=${as}`);
    await page.locator("#cell-odd .editor").waitFor();
    await untilLive(page);
    // An editor that is opened anew would have forgotten it, and where one typed.
    const editor = page.locator("#cell-odd .editor");
    await editor.evaluate((element) => element.setAttribute("data-test", "same"));
    const key = await page.locator("#cell-odd").getAttribute("data-key");
    if (as === "form") {
      await page.getByText("More: Only").click();
      await page.getByLabel("Threshold", { exact: true }).fill("2");
    } else {
      await page.locator("#cell-odd .cm-content").click();
      await page.keyboard.press("Control+a");
      await paste(page, "from: daily\nmeasure: visits\nthreshold: 4\n");
    }
    await page.keyboard.press("Shift+Enter");
    await page.waitForFunction((key) => {
      const cell = document.querySelector<HTMLElement>("#cell-odd.fresh");
      return cell?.dataset.key !== undefined && cell.dataset.key !== key;
    }, key);
    await untilFresh(page);
    equal(await editor.getAttribute("data-test"), "same", as);
  }
  assertEquals(errors, []);
});
