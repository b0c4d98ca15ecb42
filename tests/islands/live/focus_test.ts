import { equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { openLiveScript } from "@/tests/helpers/live_script.ts";

const BLOCK = (name: string) =>
  `<div data-block="${name}"><section class="cell" id="cell-${name}" tabindex="-1">
    <header class="caption"><button aria-label="Run ${name}">Run</button>
    <input id="rename-${name}" value="${name}"></header></section></div>`;

const PAGE = `<span data-swap="run"><button data-command="run-all">Run all</button></span>
  <main id="content"><div class="blocks">${BLOCK("one")}${BLOCK("two")}</div></main>`;

/** Puts the focus on an element, replaces another, and returns what has the focus afterwards. */
async function focusAfter(
  page: Page,
  { on, replaced, by }: { readonly on: string; readonly replaced: string; readonly by: string },
): Promise<string> {
  await page.locator(on).focus();
  return await page.evaluate(([replaced, by]) => {
    live.keepingFocus(() => {
      const element = document.querySelector(replaced);
      if (element !== null) element.outerHTML = by;
    });
    const { activeElement: active } = document;
    return active?.id || active?.getAttribute("aria-label") || active?.textContent || "nothing";
  }, [replaced, by]);
}

pageTest(
  "keepingFocus() gives the focus to what took the place of what had it",
  async ({ page }) => {
    await using script = await openLiveScript();
    const again = (part: string) =>
      part === "run"
        ? `<span data-swap="run"><button data-command="cancel">Cancel</button></span>`
        : `<header class="caption"><button aria-label="Run one">Again</button>
         <input id="rename-one" value="one"></header>`;
    const one = "#cell-one .caption";
    for (
      const [asked, expected] of [
        // What is called the same, though it is another element.
        [{ on: `${one} button`, replaced: one, by: again("one") }, "Run one"],
        [{ on: `${one} input`, replaced: one, by: again("one") }, "rename-one"],
        // What is hidden takes no focus: its cell does.
        [
          { on: `${one} button`, replaced: one, by: `<header hidden>${again("one")}</header>` },
          "cell-one",
        ],
        // What is beside it.
        [{ on: `${one} button`, replaced: "[data-block=one]", by: "" }, "cell-two"],
        [
          { on: "[data-command=run-all]", replaced: "[data-swap=run] button", by: again("run") },
          "Cancel",
        ],
        // The page itself, where nothing is left.
        [{ on: `${one} button`, replaced: ".blocks", by: "" }, "content"],
        // What was not replaced keeps it.
        [{ on: "#cell-two", replaced: one, by: again("one") }, "cell-two"],
      ] as const
    ) {
      await script.open(page, PAGE);
      equal(await focusAfter(page, asked), expected, JSON.stringify(asked));
    }
  },
);
