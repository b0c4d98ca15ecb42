import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { follow, untilReady } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Dates that could be read in two orders, and an amount that is none. */
const SALES = "Order Date;Region;Net\n" + Array.from({ length: 60 }, (_, i) => {
  const day = String(i % 12 + 1).padStart(2, "0");
  const month = String(Math.floor(i / 12) + 1).padStart(2, "0");
  return `${day}/${month}/2026;${i % 2 === 0 ? "North" : "<b>South"};${i === 7 ? "x" : `${i},5`}`;
}).join("\n");

/** Rows of 64 bytes, more than one piece of them. */
const LARGE = `day,text\n${`2026-01-05,${"x".repeat(52)}\n`.repeat(150_000)}`;

function fileOf(name: string, text: string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

async function choose(page: Page, ...files: readonly ReturnType<typeof fileOf>[]) {
  await untilReady(page);
  await page.setInputFiles("input[type=file][multiple]", [...files]);
}

pageTest("A file that is dropped becomes a notebook", async ({ page, errors }) => {
  await using site = await startSite();
  await page.goto(site.link);
  await page.waitForURL(`${site.origin}/`).catch(() => {});
  if (page.url().includes("sign-in")) await follow(page.locator("button[type=submit]"));
  await page.goto(`${site.origin}/data`);
  await choose(page, fileOf("sales.csv", SALES));
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  await untilReady(page);
  const firstDay = page.locator(".sample tbody td").first();
  const lead = page.locator(".lead");
  assert.match(await lead.innerText(), /60 rows of 3 columns, 1 value rejected/);
  // The second row is 2 January where the day comes first, 1 February where the month does.
  const second = page.locator(".sample tbody tr").nth(1).locator("td").first();
  await page.selectOption('select[name="date_order:Order Date"]', "mdy");
  await page.waitForURL(/date_order/);
  await second.getByText("2026-02-01").waitFor();
  assertEquals(await firstDay.innerText(), "2026-01-01");
  await page.selectOption('select[name="type:Net"]', "text");
  await page.waitForURL(/type/);
  await page.locator(".lead", { hasText: "nothing rejected" }).waitFor();
  await page.click("text=Read as found");
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  await page.click("text=Make a notebook of it");
  await page.waitForURL(/\/notebooks\//);
  // Load, clean, check, kpi, detect, forecast and summary have run.
  await page.waitForFunction(() => document.body.innerText.match(/computed in/g)?.length === 7);
  assertEquals(errors, []);
});

pageTest("An upload goes on after the connection was lost", async ({ page }) => {
  await using site = await startSite();
  await page.goto(site.link);
  if (page.url().includes("sign-in")) await follow(page.locator("button[type=submit]"));
  await page.goto(`${site.origin}/data`);
  await untilReady(page);
  // The second piece never arrives until the connection is back.
  let lost = true;
  await page.route(
    /\/api\/uploads\/.*offset=[1-9]/,
    (route) => lost ? route.abort("connectionreset") : route.continue(),
  );
  await choose(page, fileOf("large.csv", LARGE));
  await page.waitForSelector("text=Connection lost, trying again");
  lost = false;
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  assert.match(await page.locator(".lead").innerText(), /150,000 rows of 2 columns/);
});
