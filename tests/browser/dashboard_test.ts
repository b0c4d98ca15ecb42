import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, sticksOut, untilReady, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/**
 * Three events a day from 1 January on, 90 days to 31 March: revenue of 10 and of 20, and 7 visits.
 * On 12 March, the 71st day, the second revenue is 500.
 */
const EVENTS = [
  "time,value,metric,region",
  ...Array.from({ length: 90 }, (_, i) => {
    const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
    return [
      `${day}T08:00:00Z,10,revenue,North`,
      `${day}T09:00:00Z,${i === 70 ? 500 : 20},revenue,South`,
      `${day}T10:00:00Z,7,visits,`,
    ];
  }).flat(),
].join("\n");

/** Another source, whose metric the first one has not: 2 days of 3. */
const TAKINGS = "time,value,metric\n2026-02-10,3,takings\n2026-02-11,3,takings\n";

/** Sends events as a program does that has the session of the page. */
async function send(page: Page, source: string, text: string): Promise<unknown> {
  return await page.evaluate(async ({ source, text }) => {
    const answer = await fetch(`/api/ingest?source_name=${source}`, {
      method: "POST",
      headers: { "Content-Type": "text/csv" },
      body: text,
    });
    const { inserted, duplicates } = await answer.json();
    return { status: answer.status, inserted, duplicates };
  }, { source, text });
}

/** Waits until a cell shows these words, and none is on its way any more. */
async function shows(page: Page, cell: string, words: string | RegExp): Promise<void> {
  await page.locator(`#cell-${cell} .output`).getByText(words).first().waitFor({ timeout: 60_000 });
}

browserTest(
  "Events that a program sends are on a dashboard that can be filtered and saved",
  async ({ browser }) => {
    await using site = await startSite();
    await using seen = await watch(browser, { origin: site.origin });
    const { page, faults } = seen;
    await page.goto(site.link);

    await page.getByRole("link", { name: "Sources", exact: true }).click();
    await page.getByText(`curl -X POST '${site.origin}/api/ingest?source_name=shop'`).waitFor();
    assertEquals(await violations(page), []);
    assertEquals(await send(page, "shop", EVENTS), { status: 200, inserted: 270, duplicates: 0 });
    assertEquals(await send(page, "shop", EVENTS), { status: 200, inserted: 0, duplicates: 270 });
    assertEquals(await send(page, "till", TAKINGS), { status: 200, inserted: 2, duplicates: 0 });

    await page.reload();
    const shop = page.getByRole("region", { name: "shop", exact: true });
    await shop.getByText("270 events", { exact: true }).waitFor();
    const [last, first] = await shop.locator("tbody tr").allInnerTexts();
    assertMatch(first, /Stored\s+270\s+0\s+0\s+0/);
    assertMatch(last, /Stored\s+0\s+270\s+0\s+0/);
    await untilReady(page);
    assertEquals(await violations(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assertEquals(await sticksOut(page), []);
    await page.setViewportSize({ width: 1280, height: 900 });

    await follow(shop.getByRole("button", { name: "Open the dashboard" }));
    assertMatch(page.url(), /\/app\?source=shop&metric=revenue$/);
    // 90 days of 30, and 480 more: 3180 of 180 events, 17.67 each; 10, 20 and 500 are distinct.
    await shows(page, "daily", /3\.18k in all/);
    await shows(page, "odd", "1 of 90 days is odd");
    await shows(page, "next", /in the next 28 days/);
    await shows(page, "brief", /^3\.18k in all from 1\sJan\s2026 to 31\sMar\s2026/);
    assertMatch(
      await page.locator("#cell-brief .output").innerText(),
      /in 180 events of 17\.67 on average and 3 distinct values\. Odd days: 1\./,
    );

    // 28 days of 30 in February; the day that is odd comes later.
    await page.getByLabel("Days", { exact: true }).selectOption("custom");
    await page.getByLabel("First day").fill("2026-02-01");
    await page.getByLabel("Last day").fill("2026-02-28");
    await page.getByLabel("Last day").press("Enter");
    await shows(page, "brief", /^840 in all from 1\sFeb\s2026 to 28\sFeb\s2026/);
    await shows(page, "odd", "No day of 59 is odd");

    // 28 days of 7 visits.
    await page.getByLabel("Metric").selectOption("visits");
    await shows(page, "brief", /^196 in all/);
    assertMatch(page.url(), /metric=visits/);
    assertMatch(page.url(), /period=2026-02-01\.\.2026-02-28/);
    await untilReady(page);
    assertEquals(await violations(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assertEquals(await sticksOut(page), []);
    await page.setViewportSize({ width: 1280, height: 900 });

    // What is saved has what was chosen.
    await page.getByTitle("Save as a file").click();
    const [report] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /\.html/ }).click(),
    ]);
    const html = await Deno.readTextFile(await report.path());
    assert(html.includes("196"), "The report tells another total");
    await page.locator("#cell-daily summary").getByText("Figures as a table").first().click();
    const [figures] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#cell-daily").getByRole("link", { name: /as CSV/ }).first().click(),
    ]);
    const csv = await Deno.readTextFile(await figures.path());
    assertMatch(csv, /2026-02-01,7\r\n/);
    assertEquals(csv.trim().split("\r\n").length, 29);

    // Another source has other metrics: the first of them is shown, and the others are not offered.
    await page.getByLabel("Source").selectOption("till");
    await shows(page, "brief", /^6 in all from 10\sFeb\s2026 to 11\sFeb\s2026/);
    const metric = page.getByLabel("Metric");
    assertEquals(await metric.inputValue(), "takings");
    assertEquals(await metric.locator("option").allTextContents(), ["takings"]);
    assertMatch(page.url(), /source=till&metric=takings/);
    await page.goBack();
    await shows(page, "brief", /^196 in all/);
    assertEquals(await metric.inputValue(), "visits");
    assertEquals((await metric.locator("option").allTextContents()).toSorted(), [
      "revenue",
      "visits",
    ]);
    assertEquals(faults, []);
  },
);
