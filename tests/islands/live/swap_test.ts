import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { openLiveScript } from "@/tests/helpers/live_script.ts";

interface Cell {
  readonly name: string;
  readonly state?: string;
  readonly key?: string;
  readonly output?: string;
  readonly editor?: string;
}

const drawCell = ({ name, state = "fresh", key = "k", output = "", editor = "" }: Cell) =>
  `<div class="block" data-block="${name}"><div class="gap"></div>
    <section class="cell ${state}" data-cell="${name}" data-key="${key}" tabindex="-1">
    <header class="caption"><span class="state">${state}</span>
      <details class="menu"><summary title="More">…</summary><input id="to-${name}" value="${name}">
      </details></header>
    <div data-part="progress"></div>${editor}<div data-part="problems"></div>
    <div class="output">${output}</div></section></div>`;

const drawPage = (cells: readonly Cell[], { title = "Title", revision = 1 } = {}) =>
  `<main data-notebook="n" data-revision="${revision}" data-given="[]" data-event="e:${revision}">
    <div data-swap="decision"></div><div data-swap="title"><h1>${title}</h1></div>
    <div class="blocks">${cells.map(drawCell).join("")}</div></main>`;

/** Swaps in a page. */
async function swap(page: Page, body: string, isAsked = false): Promise<void> {
  await page.evaluate(([body, isAsked]) => {
    const next = new DOMParser().parseFromString(String(body), "text/html");
    live.swapPage(next, { isAsked: isAsked === true, from: null });
  }, [body, isAsked]);
}

async function names(page: Page): Promise<readonly (string | null)[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell"))
  );
}

pageTest(
  "swapPage() moves blocks that stay, and adds and removes the others",
  async ({ page }) => {
    await using script = await openLiveScript();
    await script.open(page, drawPage([{ name: "a" }, { name: "b" }, { name: "c" }]));
    await page.locator("[data-cell=c]").evaluate((cell) => Object.assign(cell, { same: true }));
    await page.locator("[data-cell=c]").focus();
    const next = [{ name: "d" }, { name: "c" }, { name: "a" }];
    await swap(page, drawPage(next, { title: "Other", revision: 2 }));
    assertEquals(await names(page), ["d", "c", "a"]);
    const kept = await page.locator("[data-cell=c]").evaluate((cell) =>
      "same" in cell && document.activeElement === cell
    );
    equal(kept, true);
    equal(await page.locator("h1").innerText(), "Other");
    equal(await page.locator("main").getAttribute("data-revision"), "2");
    equal(await page.locator("main").getAttribute("data-event"), "e:2");
  },
);

pageTest("swapPage() keeps a menu open, and what is typed in it", async ({ page }) => {
  await using script = await openLiveScript();
  await script.open(page, drawPage([{ name: "a" }]));
  await page.locator("summary").click();
  await page.locator("#to-a").pressSequentially("new_");
  await swap(page, drawPage([{ name: "a", state: "stale" }]));
  equal(await page.locator(".state").innerText(), "stale");
  await page.keyboard.type("name_");
  equal(await page.locator("#to-a").inputValue(), "new_name_a");
});

pageTest("swapPage() leaves an output as it is that has the same key", async ({ page }) => {
  await using script = await openLiveScript();
  await script.open(page, drawPage([{ name: "a", key: "one", output: "<p>1</p>" }]));
  // Without what the page said that it has.
  await swap(page, drawPage([{ name: "a", key: "one" }]));
  equal(await page.locator(".output").innerText(), "1");
  await swap(page, drawPage([{ name: "a", key: "two", output: "<p>2</p>" }]));
  equal(await page.locator(".output").innerText(), "2");
});

pageTest("swapPage() takes away no editor that holds what is not saved", async ({ page }) => {
  await using script = await openLiveScript();
  const editor = `<div class="editor"><section data-unsaved></section></div>`;
  await script.open(page, drawPage([{ name: "a", editor }, { name: "b", editor }]));
  await swap(page, drawPage([{ name: "a" }]), true);
  assertEquals(await names(page), ["a", "b"]);
  equal(await page.locator(".editor").count(), 2);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("[data-unsaved]")) {
      one.removeAttribute("data-unsaved");
    }
  });
  await swap(page, drawPage([{ name: "a" }]), true);
  assertEquals(await names(page), ["a"]);
  equal(await page.locator(".editor").count(), 0);
});

pageTest(
  "swapPage() leaves a decision until the reader asks for another page",
  async ({ page }) => {
    await using script = await openLiveScript();
    const asked = drawPage([]).replace(
      `decision">`,
      `decision"><p id="conflict">Yours or theirs</p>`,
    );
    await script.open(page, asked);
    await swap(page, drawPage([]));
    equal(await page.locator("#conflict").count(), 1);
    await swap(page, drawPage([]), true);
    equal(await page.locator("#conflict").count(), 0);
  },
);
