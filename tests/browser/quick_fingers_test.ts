import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, pageTest } from "@/tests/helpers/browser.ts";
import { follow, keptSource, paste, untilLive, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Holds back what is asked of some addresses; tells when the first is asked for. */
async function hold(page: Page, address: RegExp, method: "GET" | "POST") {
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    if (route.request().method() === method) {
      asked.resolve();
      await held.promise;
    }
    await route.fallback();
  });
  return { asked: asked.promise, release: () => held.resolve() };
}

/** Gives the notebook another title, as somebody else would. */
async function retitle(page: Page, title: string): Promise<void> {
  await page.evaluate(async (title) => {
    const revision = Number(document.querySelector("main")?.dataset.revision);
    const edits = [{ type: "set_head", path: ["title"], value: title }];
    const answer = await fetch(`/api${location.pathname}/edit`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ revision, edits, parameters: {}, editor: "another" }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, title);
}

async function cellNames(page: Page): Promise<readonly string[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell") ?? "")
  );
}

browserTest("Quick fingers lose nothing while answers are on their way", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  const path = new URL(page.url()).pathname;
  const ownPage = new RegExp(`${path}(\\?|$)`);
  await untilLive(page);

  // Where a page lags behind a run it catches up at once, not cell by cell.
  const answers = new RegExp(`${path}(/cells/\\w+|\\?|$)`);
  const first = await hold(page, answers, "GET");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && answers.test(request.url())) asked.push(request.url());
  });
  await page.getByRole("button", { name: "Run all" }).click();
  await first.asked;
  const unfinished = /class="cell (?!fresh)/;
  while (unfinished.test(await (await page.context().request.get(page.url())).text()));
  first.release();
  await page.waitForFunction(() =>
    document.querySelectorAll("[data-cell].fresh").length ===
      document.querySelectorAll("[data-cell]").length
  );
  // The answer to the form, the one that was held, a run that began, and all the rest.
  equal(asked.length <= 4, true, asked.join("\n"));

  // A cell is moved up twice before the first answer comes.
  const before = await cellNames(page);
  const at = before.indexOf("odd");
  const moving = await hold(page, ownPage, "POST");
  await page.locator("#cell-odd").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await moving.asked;
  await page.keyboard.press("Alt+ArrowUp");
  moving.release();
  const moved = before.toSpliced(at, 1).toSpliced(at - 2, 0, "odd");
  await page.waitForFunction(
    (names) =>
      [...document.querySelectorAll<HTMLElement>("[data-cell]")].map(({ dataset }) => dataset.cell)
        .join() === names,
    moved.join(),
  );
  equal(await page.locator(".conflict").count(), 0);

  // A button is held down while the page is brought up to date below it. What was told before may
  // still be asked for: a page that draws nothing while it is pressed asks for nothing after it either.
  const drawing = await hold(page, ownPage, "GET");
  await retitle(page, "While it is pressed");
  await drawing.asked;
  await page.locator("#cell-daily [data-command=run]").hover();
  await page.mouse.down();
  const drawn = page.waitForResponse(ownPage);
  drawing.release();
  await (await drawn).finished();
  const run = page.waitForRequest((request) => request.postData()?.includes("run_cell") === true);
  await page.mouse.up();
  await run;
  await page.getByRole("heading", { name: "While it is pressed" }).waitFor();
  await page.locator("#cell-daily.fresh").waitFor();

  // A menu stays open, with what is typed in it.
  const menu = page.locator("#cell-brief .menu");
  await menu.locator("summary").click();
  await page.locator("#rename-brief").press("End");
  await page.keyboard.type("_of_all");
  await retitle(page, "While a menu is open");
  await page.getByRole("heading", { name: "While a menu is open" }).waitFor();
  await page.keyboard.type("x");
  equal(await page.locator("#rename-brief").inputValue(), "brief_of_allx");
  await menu.getByRole("button", { name: "Leave out" }).click();
  await page.locator("#cell-brief.disabled").waitFor();

  // The palette does what it offered, though the page was drawn anew since.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("take in again: brief");
  await retitle(page, "While the palette is open");
  await page.getByRole("heading", { name: "While the palette is open", includeHidden: true })
    .waitFor();
  await page.keyboard.press("Enter");
  await page.locator("#cell-brief:not(.disabled)").waitFor();

  // Keys that follow an Escape are for the page, and stay out of the text that is saved.
  await page.goto(`${site.origin}${path}?edit-cell=odd&edit-as=text`);
  await page.locator("#cell-odd .cm-content").click();
  await untilLive(page);
  const saving = await hold(page, /\/cells\/odd\/text$/, "POST");
  await page.keyboard.press("Control+End");
  await paste(page, "threshold: 2\n");
  await page.keyboard.press("Escape");
  await saving.asked;
  await page.keyboard.press("j");
  const focused = await page.evaluate(() => document.activeElement?.id);
  saving.release();
  await page.locator("#cell-odd .editor").waitFor({ state: "detached" });
  match(await keptSource(page, path), /threshold: 2\n```/);
  equal(focused === "cell-odd", false);
  equal(await page.evaluate(() => document.activeElement?.id), focused);

  // A link leads elsewhere once what was filled in is kept.
  await page.goto(`${site.origin}${path}?edit-cell=odd&edit-as=form`);
  await untilLive(page);
  const changing = await hold(page, /\/cells\/odd\/form$/, "POST");
  await page.getByText("More: Only").click();
  await page.getByLabel("Threshold", { exact: true }).fill("7");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await changing.asked;
  changing.release();
  await page.waitForURL(`${site.origin}/data`);
  match(await keptSource(page, path), /threshold: 7\n```/);
  assertEquals(faults, []);
});

pageTest("A parameter that is set before the page is live is not forgotten", async (opened) => {
  const { page, errors } = opened;
  await using site = await startSite();
  await page.goto(site.link);
  const live = await hold(page, /NotebookLive/, "GET");
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  const bar = page.locator("daybook-island[data-ready] form.parameters");
  await bar.waitFor();
  await page.getByLabel("Horizon").fill("21");
  await page.getByLabel("Horizon").press("Tab");
  await page.waitForURL(/\?horizon=21$/);
  live.release();
  await untilLive(page);
  equal(await page.locator("main").getAttribute("data-given"), '[["horizon","21"]]');
  assertEquals(errors, []);
});

browserTest("A list of completions never puts over what was typed behind it", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Sales", exact: true }));
  await page.goto(`${page.url().split("?")[0]}?edit-cell=daily&edit-as=form`);
  await untilLive(page);
  const value = page.getByLabel("Value").first();
  await value.fill("");
  await value.pressSequentially("sum(r");
  await page.getByRole("option", { name: /^revenue/ }).first().waitFor();
  const answer = await hold(page, /\/cells\/daily\/complete$/, "POST");
  await value.pressSequentially("ev");
  await answer.asked;
  await value.press("Tab");
  equal(await value.inputValue(), "sum(revenue");
  answer.release();
  assertEquals(faults, []);
});
