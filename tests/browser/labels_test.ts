import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import {
  follow,
  keptText,
  runAll,
  sticksOut,
  untilLive,
  violations,
  watch,
  watchTwo,
} from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

function oddCell(page: Page): Locator {
  return page.locator("#cell-odd");
}

/** A button says its day too to those who do not see where it stands. */
function verdict(page: Page, word: string, day: string, pressed?: boolean): Locator {
  return oddCell(page).getByRole("button", { name: new RegExp(`^${word}\\s*: ${day}$`), pressed });
}

async function openPanel(page: Page): Promise<void> {
  await oddCell(page).locator(".panel:not([open]) > summary").click();
}

/** What the panel's summary says, without what only readers of screens hear. */
async function panelWords(page: Page): Promise<string> {
  const words = await oddCell(page).locator(".panel > summary").innerText();
  return words.split(":")[0].trim();
}

browserTest("Odd days are labelled beside the chart, by edits like any other", async (opened) => {
  await using site = await startSite();
  await using people = await watchTwo(opened.browser, site);
  const { ann, bob } = people;
  await follow(ann.page.getByRole("link", { name: "Web traffic", exact: true }));
  const before = await keptText(ann.page, "odd");
  await runAll(ann.page);
  await openPanel(ann.page);
  const names = await oddCell(ann.page).getByRole("button", { name: /^Not odd/ })
    .evaluateAll((buttons) => buttons.map((button) => button.textContent ?? ""));
  const days = names.map((name) => name.replace("Not odd: ", ""));
  equal(days.length >= 2, true, days.join());
  assertEquals(await violations(ann.page), []);
  assertEquals(await sticksOut(ann.page), []);

  // Somebody else has the page open meanwhile, as it was.
  await bob.page.goto(ann.page.url());
  await untilLive(bob.page);
  await openPanel(bob.page);

  // What is said is kept in the file; the panel stays open and says so.
  await verdict(ann.page, "Real", days[0]).click();
  await verdict(ann.page, "Real", days[0], true).waitFor();
  match(
    await keptText(ann.page, "odd"),
    /^labels:\n {2}- period: \d{4}-\d{2}-\d{2}\n {4}label: real$/m,
  );

  // Who labels another day gets into nobody's way.
  await verdict(bob.page, "Not odd", days[1]).press("Enter");
  await verdict(bob.page, "Not odd", days[1], true).waitFor();
  // The day went to another list, and the focus with it.
  const focused = await bob.page.evaluate(() => document.activeElement?.textContent);
  equal(focused, `Not odd: ${days[1]}`);
  await verdict(bob.page, "Real", days[0], true).waitFor();
  await verdict(ann.page, "Not odd", days[1], true).waitFor();
  equal([...(await keptText(ann.page, "odd")).matchAll(/label: (real|not)/g)].length, 2);
  match(await panelWords(ann.page), /^\d+ odd days? explained, 1 said not to be$/);
  assertEquals(await violations(ann.page), []);

  // The history tells it, and undoing takes it back.
  await ann.page.getByRole("button", { name: "Undo", exact: true }).click();
  await oddCell(ann.page).getByText("Said not to be odd").waitFor({ state: "detached" });
  equal([...(await keptText(ann.page, "odd")).matchAll(/label: (real|not)/g)].length, 1);

  // Pressed again, nothing is said.
  await verdict(ann.page, "Real", days[0], true).click();
  await verdict(ann.page, "Real", days[0], false).waitFor();
  equal(await keptText(ann.page, "odd"), before);

  assertEquals([...ann.faults, ...bob.faults], []);
});

browserTest(
  "A setting is chosen from what it would have raised, and labels need no scripts",
  async (opened) => {
    await using site = await startSite();
    const { origin } = site;
    await using watched = await watch(opened.browser, { origin });
    const { page } = watched;
    await page.goto(site.link);
    const storageState = await watched.context.storageState();
    await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
    await runAll(page);
    const details = oddCell(page).locator("details.details").last();
    match(await details.locator("summary").innerText(), /^About [\d.]+ alerts? a month at 3/);
    await details.locator("summary").click();
    await details.getByRole("button", { name: "Use 5" }).click();
    await details.getByText(/^About [\d.]+ alerts? a month at 5/).waitFor();
    equal(await details.getAttribute("open"), "");
    match(await keptText(page, "odd"), /^threshold: 5$/m);

    await using plain = await watch(opened.browser, {
      origin,
      storageState,
      javaScriptEnabled: false,
    });
    await plain.page.goto(page.url());
    const pending = plain.page.locator(".cell.running, .cell.queued, .cell.stale");
    const settle = async () => {
      while (await pending.count() > 0) await plain.page.reload();
    };
    await settle();
    await openPanel(plain.page);
    await follow(oddCell(plain.page).getByRole("button", { name: /^Not odd/ }).first());
    await settle();
    match(await panelWords(plain.page), /1 said not to be$/);
    match(await keptText(page, "odd"), /^ {4}label: not$/m);
    assertEquals([...watched.faults, ...plain.faults], []);
  },
);
