import { deepStrictEqual as assertEquals, equal, match, notEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { paste, untilLive, untilReady, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Where the focus is: an element's id or label, within its cell. */
async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const { activeElement: active } = document;
    if (active === null || active === document.body) return "nowhere";
    return active.id || active.getAttribute("aria-label") || active.textContent?.trim() ||
      "unnamed";
  });
}

/** Whether what has the focus looks otherwise than without it. */
async function isFocusSeen(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement)) return false;
    const look = () => {
      const { outlineStyle, outlineWidth, boxShadow, opacity } = getComputedStyle(active);
      const line = getComputedStyle(active, "::before").opacity;
      const ring = outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth}`;
      return `${ring} ${boxShadow} ${opacity} ${line}`;
    };
    const before = look();
    active.blur();
    const after = look();
    active.focus();
    return before !== after;
  });
}

async function cellNames(page: Page): Promise<readonly string[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell") ?? "")
  );
}

async function untilFresh(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll("[data-cell]")];
    return cells.length > 0 && cells.every((cell) => cell.classList.contains("fresh"));
  });
}

browserTest(
  "A notebook is worked on with keys alone, and the focus is never lost",
  async (opened) => {
    await using site = await startSite();
    await using watched = await watch(opened.browser, { origin: site.origin });
    const { page, faults } = watched;
    const press = (...keys: readonly string[]) => pressAll(page, keys);
    await page.goto(site.link);

    // From the address line to a notebook, and everything on the way is seen.
    await press("Tab");
    equal(await focused(page), "Skip to the content");
    equal(await isFocusSeen(page), true);
    // What listens for keys has come to life.
    await untilReady(page);
    await press("Control+k");
    await page.keyboard.type("web traffic");
    await press("Enter");
    await page.waitForURL(/\/notebooks\//);
    await untilLive(page);
    await page.evaluate(() => Object.assign(globalThis, { stayed: true }));

    // j and k, through prose and cells.
    const blocks = await page.locator(".cell, .passage").evaluateAll((all) =>
      all.map(({ id }) => id)
    );
    await press("j");
    equal(await focused(page), blocks[0]);
    equal(await isFocusSeen(page), true);
    await press("j", "j");
    equal(await focused(page), blocks[2]);
    equal(await isFocusSeen(page), true);
    await press("k");
    equal(await focused(page), blocks[1]);

    // Shift Enter runs the cell; its state changes and the focus stays.
    await press("Shift+Enter");
    await page.locator("#cell-traffic.fresh").waitFor();
    equal(await focused(page), "cell-traffic");
    await press("Control+k");
    await page.keyboard.type("run all");
    await press("Enter");
    await untilFresh(page);
    equal(await focused(page), "cell-traffic");

    // Enter edits, Escape leaves, twice the same way: as a form, and as text.
    await page.locator("#cell-odd").focus();
    await press("Enter");
    await page.locator("#cell-odd .editor").waitFor();
    await page.waitForFunction(() => document.activeElement?.closest(".editor") !== null);
    match(page.url(), /edit-cell=odd/);
    await press("Escape");
    await page.locator("#cell-odd .editor").waitFor({ state: "detached" });
    equal(await focused(page), "cell-odd");
    await press("Enter");
    await page.locator("#cell-odd .editor").waitFor();
    await page.getByRole("tab", { name: "Form" }).focus();
    await press("ArrowRight");
    await page.locator("#cell-odd .cm-content").waitFor();
    await press("Tab");
    equal(
      await page.evaluate(() => document.activeElement?.className.includes("cm-content")),
      true,
    );
    await press("Control+End");
    await paste(page, "threshold: 2\n");
    await press("Shift+Enter");
    await page.waitForFunction(() =>
      document.querySelector("#cell-odd .save-status")?.textContent === ""
    );
    await untilFresh(page);
    equal(await page.evaluate(() => document.activeElement?.closest(".editor") !== null), true);
    await press("Escape");
    await page.locator("#cell-odd .editor").waitFor({ state: "detached" });
    equal(await focused(page), "cell-odd");

    // Moving, and taking it back and forth.
    const before = await cellNames(page);
    const at = before.indexOf("odd");
    await press("Alt+ArrowDown");
    await page.waitForFunction(() =>
      document.querySelector("#cell-next")?.closest(".block")
        ?.nextElementSibling?.querySelector("#cell-odd") !== null
    );
    const moved = before.with(at, "next").with(at + 1, "odd");
    assertEquals(await cellNames(page), moved);
    equal(await focused(page), "cell-odd");
    await press("Control+z");
    await page.waitForFunction(() =>
      document.querySelector("#cell-odd")?.closest(".block")
        ?.nextElementSibling?.querySelector("#cell-next") !== null
    );
    assertEquals(await cellNames(page), before);
    equal(await focused(page), "cell-odd");
    await press("Control+Shift+z");
    await page.waitForFunction(() =>
      document.querySelector("#cell-next")?.closest(".block")
        ?.nextElementSibling?.querySelector("#cell-odd") !== null
    );
    equal(await focused(page), "cell-odd");

    // Adding below, and leaving the choice.
    await press("a");
    await page.locator(".adding").waitFor();
    notEqual(await focused(page), "nowhere");
    await press("Enter");
    await page.locator(".adding").waitFor({ state: "detached" });
    await page.locator(".cell .editor").waitFor();
    notEqual(await focused(page), "nowhere");
    const [added] = (await cellNames(page)).filter((name) => !before.includes(name));
    await press("Escape");
    await page.locator(".cell .editor").waitFor({ state: "detached" });
    equal(await focused(page), `cell-${added}`);

    // Deleting it from the palette: the focus goes to what is next to it.
    await press("Control+k");
    await page.keyboard.type(`delete ${added}`);
    await press("Enter");
    await page.locator(`#cell-${added}`).waitFor({ state: "detached" });
    notEqual(await focused(page), "nowhere");

    // The list of keys gives the focus back.
    await page.locator("#cell-brief").focus();
    await press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    await press("Escape");
    equal(await focused(page), "cell-brief");

    // A button of the bar that is used keeps the focus, or gives it to what is beside it.
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.focus();
    const revision = await page.locator("main").getAttribute("data-revision");
    await press("Enter");
    await page.waitForFunction(
      (revision) => document.querySelector("main")?.dataset.revision !== revision,
      revision,
    );
    equal(await focused(page), "Undo");
    equal(await page.evaluate(() => "stayed" in globalThis), true);
    assertEquals(faults, []);
  },
);

async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
