import { deepStrictEqual as assertEquals, equal, match, ok } from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { CHART_KINDS_NOTEBOOK, HOSTILE_SHOP } from "@/tests/fixtures/chart_kinds_notebook.ts";
import { pageTest } from "@/tests/helpers/browser.ts";
import { importNotebook } from "@/tests/helpers/import_notebook.ts";
import { runAll, sticksOut, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Brings the notebook of all charts in, runs it, and opens its app view. */
async function openCharts(page: Page, origin: string): Promise<string> {
  const path = await importNotebook(page, CHART_KINDS_NOTEBOOK);
  await page.goto(`${origin}${path}`);
  await runAll(page);
  await page.goto(`${origin}${path}/app`, { waitUntil: "networkidle" });
  await page.locator('.live-chart[data-live="true"]').first().waitFor();
  return path;
}

/** Points at a share of a chart's width and height, and returns what is told there. */
async function tipAt(chart: Locator, across: number, down = 0.5): Promise<string> {
  await chart.scrollIntoViewIfNeeded();
  const surface = chart.locator(".surface");
  const box = await surface.boundingBox();
  ok(box !== null);
  await surface.hover({ position: { x: box.width * across, y: box.height * down } });
  return (await chart.locator(".tooltip").innerText()).replaceAll(/\s+/g, " ");
}

function chartOf(page: Page, cell: string, position = 0): Locator {
  return page.locator(`#cell-${cell} .live-chart`).nth(position);
}

/** Looks at the app view as it is printed by somebody who reads in the dark. */
async function looksAtPaper(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "networkidle" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const seen = await page.evaluate(() => {
    const isSeen = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.getBoundingClientRect().width > 1;
    const all = (selector: string) => [...document.querySelectorAll(selector)].filter(isSeen);
    const sheet = document.querySelector("main")?.getBoundingClientRect().right ?? 0;
    return {
      tools: all("button, form, input, select, nav, .legend, .exports, .tooltip").map((one) =>
        one.outerHTML
      ),
      paper: getComputedStyle(document.documentElement).getPropertyValue("--paper"),
      ink: getComputedStyle(document.body).color,
      charts: all("svg.chart").length,
      broken: all("figure").filter((one) => getComputedStyle(one).breakInside !== "avoid").length,
      cut: all("svg.chart").filter((one) => one.getBoundingClientRect().right > sheet + 1).length,
    };
  });
  const { tools, paper, ink, charts, broken, cut } = seen;
  assertEquals({ tools, broken, cut }, { tools: [], broken: 0, cut: 0 });
  assertEquals([paper, ink], ["#fff", "rgb(31, 30, 27)"]);
  ok(charts >= 10, `${charts} charts`);
  await page.emulateMedia({ media: null, colorScheme: null });
}

pageTest("Every kind of chart is drawn on the server, and tells its points", async (opened) => {
  const { browser, page, errors } = opened;
  page.setDefaultTimeout(120_000);
  await using site = await startSite();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(site.link);
  const path = await openCharts(page, site.origin);
  equal(await page.locator(".problems").count(), 0);

  // A big number, with its change and its sparkline.
  const number = page.locator("#cell-total .number");
  match(await number.innerText(), /\$[\d,]+/);
  match(await number.innerText(), /on the day before/);
  equal(await number.locator("svg").count(), 1);

  // Of a series: its target, and what was before.
  match(await chartOf(page, "daily").locator("svg.chart").first().innerHTML(), /target 900/);
  match(await tipAt(chartOf(page, "daily"), 0.5), /2026 Orders [\d,]+ orders/);

  // An odd day is explained on hover and beside the chart: 11 March is the 66th of 84 days.
  const odd = chartOf(page, "odd");
  const axes = await odd.locator(".wide svg").getAttribute("data-axes");
  const [width, , left, right] = (axes ?? "").split(" ").map(Number);
  const oddTip = await tipAt(odd, (left + (right - left) * 65 / 83) / width);
  match(oddTip, /11 Mar 2026 .*Expected .*Odd [\d.]+ times the mean of the 21 days before/);
  await page.locator("#cell-odd .panel summary").click();
  match(
    await page.locator("#cell-odd .panel ol").innerText(),
    /11 Mar 2026\s+[\d.]+ times the mean/,
  );
  // Beside the panel there is less room: the chart is drawn anew, in its words' own size.
  await odd.locator(".surface > div:not(.stored) svg.chart").waitFor();
  await page.locator("#cell-odd .panel summary").click();

  // What comes, within its intervals, and what was forecast of the past.
  match(await tipAt(chartOf(page, "next"), 0.97), /Apr 2026 Forecast .*50% within .*95% within/);
  match(await tipAt(chartOf(page, "next"), 0.75), /Forecast earlier/);
  const drawer = page.locator("#cell-next .details").first();
  match(await drawer.innerText(), /Reliability [A-F], \d+ of 100/);
  await drawer.locator("summary").click();
  match(await drawer.innerText(), /Tried on the past/);
  match(await drawer.innerText(), /seasonal naive/i);

  match(await tipAt(chartOf(page, "each_shop"), 0.25, 0.3), /^North, \d+ \w+ 2026 Orders/);
  match(await tipAt(chartOf(page, "by_shop"), 0.5), /Together/);
  match(await tipAt(chartOf(page, "largest"), 0.4, 0.4), /^(North|South) Sum of revenue \$/);
  equal(await chartOf(page, "largest").locator(".wide svg.chart").getByText("1 other").count(), 1);
  match(await tipAt(chartOf(page, "busiest"), 0.55, 0.5), /^Wednesday, 1\d Sum of orders/);
  match(
    await page.locator("#cell-busiest figcaption").innerText(),
    /^Highest sum of orders: \w+day, 1\d:00, with [\d.]+k$/,
  );
  match(await tipAt(chartOf(page, "sizes"), 0.08), /^\$[\d.,]+ to \$[\d.,]+ Rows/);
  match(await tipAt(chartOf(page, "both"), 0.1, 0.85), /Orders .*Revenue/);

  // A legend leaves a line out; the others stay.
  const lines = chartOf(page, "lines");
  const button = lines.getByRole("button", { name: HOSTILE_SHOP });
  await button.click();
  const redrawn = lines.locator(".surface > div:not(.stored) svg.chart");
  await redrawn.waitFor();
  equal(await button.getAttribute("aria-pressed"), "false");
  equal(await redrawn.getByText("<img").count(), 0);
  await button.click();

  // A range is chosen on a chart: it zooms, and becomes the page's period.
  const daily = chartOf(page, "daily");
  await daily.scrollIntoViewIfNeeded();
  const box = await daily.locator(".surface").boundingBox();
  ok(box !== null);
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
  await daily.locator(".tooltip").waitFor();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 4 });
  await page.mouse.up();
  await daily.locator(".surface > div:not(.stored) svg.chart").waitFor();
  await daily.getByRole("button", { name: "Set as period" }).click();
  await page.waitForURL(/period=2026-01-\d\d(\.\.|%2E%2E)2026-0[23]-\d\d|period-from=/);

  assertEquals(errors, []);
  equal(await page.evaluate("typeof caught"), "undefined");

  await looksAtPaper(page, `${site.origin}${path}/app`);

  // As a reader of a link has it: on a phone, in the dark.
  await page.goto(`${site.origin}${path}/links`);
  await page.getByRole("button", { name: "Make the link" }).click();
  const address = await page.getByLabel("Address").inputValue();
  await using phone = await watch(browser, {
    origin: site.origin,
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    hasTouch: true,
  });
  await phone.page.goto(address, { waitUntil: "networkidle" });
  assertEquals(await sticksOut(phone.page), []);
  assertEquals(await violations(phone.page), []);
  const tapped = chartOf(phone.page, "largest");
  await tapped.scrollIntoViewIfNeeded();
  await tapped.locator(".surface").tap();
  match(await tapped.locator(".tooltip").innerText(), /Sum of revenue/);
  await phone.page.getByRole("heading", { name: "Every chart" }).tap();
  await tapped.locator(".tooltip").waitFor({ state: "detached" });
  assertEquals(phone.faults, []);
});
