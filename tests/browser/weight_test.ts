import { equal, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { runAll } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";
import { countTransferred } from "@/tests/helpers/transferred.ts";

/** What a shared notebook may cost its reader: page, styles, font, scripts and figures. */
const MOST_BYTES = 130_000;

/** The notebooks that a first start brings, by what is drawn last. */
const EXAMPLES = ["Sales", "Web traffic", "Events"];

/** Runs an example, and returns the address of a link to it. */
async function shareExample(page: Page, origin: string, title: string): Promise<string> {
  await page.goto(origin);
  await page.getByRole("link", { name: title, exact: true }).first().click();
  await runAll(page);
  await page.goto(`${page.url().split("?")[0]}/links`);
  await page.getByRole("button", { name: "Make the link" }).click();
  return await page.getByLabel("Address").inputValue();
}

/** Points at every chart, and waits until each has told of a point. */
async function pointAtAll(page: Page): Promise<number> {
  const charts = await page.locator(".live-chart").all();
  for (const chart of charts) {
    await chart.scrollIntoViewIfNeeded();
    await chart.locator(".surface").hover();
    await chart.locator(".tooltip").waitFor();
  }
  return charts.length;
}

pageTest(
  "A shared notebook is light to read, with its charts in view and pointed at",
  async (opened) => {
    const { browser, page, errors } = opened;
    page.setDefaultTimeout(180_000);
    await using site = await startSite();
    await page.goto(site.link);
    for (const title of EXAMPLES) {
      const address = await shareExample(page, site.origin, title);
      // Nobody has anything of it yet.
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const reader = await context.newPage();
      reader.on("pageerror", (error) => errors.push(error.message));
      const transferred = await countTransferred(reader);
      await reader.goto(address, { waitUntil: "networkidle" });
      await reader.locator('.live-chart[data-live="true"]').first().waitFor();
      const opened = transferred.bytes();
      const charts = await pointAtAll(reader);
      const pointed = transferred.bytes();
      console.log(`${title}: ${opened} bytes to open, ${pointed} with ${charts} charts pointed at`);
      ok(charts > 4, `${title} has ${charts} charts`);
      ok(pointed <= MOST_BYTES, `${title}: ${pointed}\n${transferred.list().join("\n")}`);
      // What draws was not needed.
      equal(await reader.locator(".live-chart .surface > div:not(.stored) svg.chart").count(), 0);
      await context.close();
    }
    equal(errors.length, 0, errors.join("\n"));
  },
);
