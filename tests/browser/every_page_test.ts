import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { browserTest, pageTest } from "@/tests/helpers/browser.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";
import { follow, runAll, sticksOut, untilReady, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** A cell in each state: nothing runs by itself that took longer than a second. */
const STATES = `---
title: States
description: A cell in each state
tags: [odd]
---

Prose with a [link](https://example.org), \`code\` and a list:

- one
- two

\`\`\`sql fine
query: select 1 as n, 'North' as region
\`\`\`

\`\`\`sql slow
query: select count(*) as n from generate_series(1, 4000) as a(x), generate_series(1, 4000) as b(y)
\`\`\`

\`\`\`sql broken
query: select nothing from fine
\`\`\`

\`\`\`sql after
query: select * from broken
\`\`\`

\`\`\`sql left_out
disabled: true
query: select 2 as n
\`\`\`
`;

async function makeStates(page: Page, origin: string): Promise<string> {
  const file = { name: "states.md", mimeType: "text/markdown", buffer: Buffer.from(STATES) };
  await page.goto(origin);
  await page.getByTitle("Bring in a notebook file").click();
  await page.setInputFiles("#import-file", file);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.waitForURL(/\/notebooks\//);
  const address = page.url();
  await page.getByRole("button", { name: "Run all" }).click();
  await page.locator("#cell-slow.fresh").waitFor();
  await page.locator("#cell-broken.failed").waitFor();
  await page.goto(`${address}?edit-cell=slow&edit-as=text`);
  await page.evaluate(async () => {
    const id = location.pathname.split("/").at(-1);
    const revision = Number(document.querySelector("main")?.dataset.revision);
    const text =
      "query: select count(*) as n from generate_series(1, 4001) as a(x), generate_series(1, 4000) as b(y)\n";
    const edits = [{ type: "set_body", cell: "slow", text }];
    const body = JSON.stringify({ revision, edits, parameters: {}, editor: "test" });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/api/notebooks/${id}/edit`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  });
  return address;
}

async function makeLink(page: Page, address: string, password = ""): Promise<string> {
  await page.goto(`${address}/links`);
  await page.getByLabel("Whom it is for").fill("The board");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Make the link" }).click();
  return await page.getByLabel("Address").inputValue();
}

/** Saves prose that somebody else saved meanwhile, as another page does here. */
async function conflict(page: Page): Promise<void> {
  await untilReady(page);
  await page.evaluate(async () => {
    const revision = document.querySelector("main")?.dataset.revision ?? "";
    const fields = { do: "set_prose", block: "0", revision, text: "Theirs" };
    await fetch(location.pathname, { method: "POST", body: new URLSearchParams(fields) });
  });
  await page.getByText("Changed elsewhere").waitFor();
  await page.locator("#prose-0").fill("Mine");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".conflict").waitFor();
}

/** A page by a name of its own, and what is done once it is open. */
type Place = readonly [name: string, address: string, then?: (page: Page) => Promise<unknown>];

/** Looks at a page in light and dark, with all menus open, and on a phone. */
async function look(page: Page, [name, address, then]: Place): Promise<readonly string[]> {
  const found: string[] = [];
  const note = (how: string, faults: readonly string[]) =>
    found.push(...faults.map((fault) => `${name}, ${how}: ${fault}`));
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(address, { waitUntil: "load" });
  await then?.(page);
  note("light", await violations(page));
  await page.setViewportSize({ width: 390, height: 844 });
  note("phone", await sticksOut(page));
  await page.evaluate(() => {
    for (const menu of document.querySelectorAll("details")) menu.open = true;
  });
  note("phone, all open", await sticksOut(page));
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  note("dark, all open", await violations(page));
  return found;
}

pageTest("violations() and sticksOut() find what is wrong", async ({ page }) => {
  await page.setContent(`<!doctype html><title>Wrong</title><body style="margin: 0">
    <main><h1>Wrong</h1><p style="color: #aaa; width: 2000px">Pale and wide</p></main>`);
  const [contrast, language] = await violations(page);
  match(contrast, /^color-contrast at p/);
  match(language, /^html-has-lang at html/);
  match((await sticksOut(page))[0], /^2000 of \d+ pixels: <p/);
});

browserTest("Every page is read by all, on any screen, and asks nobody else", async (opened) => {
  await using site = await startSite();
  const { origin } = site;
  await using watched = await watch(opened.browser, { origin });
  const { page, faults } = watched;
  const found: string[] = [];
  const see = async (...places: readonly Place[]) => {
    for (const place of places) found.push(...await look(page, place));
  };
  await see(["sign-in", `${origin}/sign-in`], ["sign-in, refused", `${origin}/sign-in?token=no`]);
  await page.goto(site.link);
  await see(["first visit", origin], ["no data", `${origin}/data`]);
  await page.goto(origin);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  const traffic = page.url();
  await see(["not run", traffic]);
  await page.goto(traffic);
  await runAll(page);
  await page.locator("#cell-odd .facts a").first().waitFor();
  const table = await page.locator("#cell-daily .facts a").first().getAttribute("href");
  const states = await makeStates(page, origin);
  await see(
    ["home", origin],
    ["home, nothing found", `${origin}/?search=nosuchthing`],
    ["home, deleted", `${origin}/?deleted=x&title=Gone`],
    ["notebook", traffic],
    ["states", states],
    ["form", `${traffic}?edit-cell=odd&edit-as=form`, (page) => page.waitForSelector(".form-body")],
    ["form of a query", `${states}?edit-cell=fine&edit-as=form`],
    [
      "text",
      `${traffic}?edit-cell=odd&edit-as=text`,
      (page) => page.waitForSelector(".cm-content"),
    ],
    ["prose", `${traffic}?edit-prose=0`],
    ["conflict", `${states}?edit-prose=0`, conflict],
    ["adding", `${traffic}?add-at=1`],
    ["parameter", `${traffic}?horizon=oops`],
    ["app", `${traffic}/app`],
    ["app of states", `${states}/app`],
    ["history", `${states}/history`],
    ["comparison", `${states}/history?before=1&after=2`],
    ["table", `${origin}${table}`, untilReady],
    ["not there", `${origin}/nowhere`],
    ["no such notebook", `${origin}/notebooks/no-such`],
    ["refused", `${origin}/results/nokey`],
    ["palette", traffic, async (page) => {
      await untilReady(page);
      await page.keyboard.press("Control+k");
      await page.waitForSelector("dialog[open]");
    }],
    ["keys", traffic, async (page) => {
      await untilReady(page);
      await page.keyboard.press("?");
      await page.waitForSelector("dialog[open]");
    }],
  );

  await page.goto(`${origin}/data`);
  await untilReady(page);
  const csv = "Day;Region;Net\n2026-01-01;North;1,5\n2026-01-02;South;x\n2026-01-03;North;3,5\n";
  const file = { name: "net.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.setInputFiles("input[type=file][multiple]", file);
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  await see(["upload", page.url()], ["data", `${origin}/data`]);

  const link = await makeLink(page, traffic);
  const guarded = await makeLink(page, traffic, "correct horse");
  await see(
    ["links", `${traffic}/links`],
    ["grants", `${states}/grants`],
    ["shared", link],
    ["guarded", guarded],
    ["wrong password", guarded, async (page) => {
      await page.getByLabel("Password").fill("wrong horse");
      await page.getByRole("button", { name: "Open" }).click();
      await page.waitForSelector("#wrong");
    }],
    ["gone", `${origin}/s/nosuchtoken`],
  );
  assertEquals([...found, ...faults], []);
});

browserTest("The page of an internal error is read by all", async ({ browser }) => {
  // Signing in asks the owner, and here there is none.
  await using pages = await servePages({}, ["routes/sign-in.tsx"]);
  await using watched = await watch(browser, { origin: pages.origin });
  const found = await look(watched.page, ["bug", `${pages.origin}/sign-in?token=x`]);
  match(await watched.page.title(), /Something went wrong/);
  assertEquals([...found, ...watched.faults], []);
});
