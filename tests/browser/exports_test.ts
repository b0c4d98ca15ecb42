import { deepStrictEqual as assertEquals, equal, match, ok } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { chromiumPath } from "@/tests/helpers/chromium_path.ts";
import { importNotebook } from "@/tests/helpers/import_notebook.ts";
import { sticksOut, untilReady, violations } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const TITLE = `</script><img src=x onerror="caught=1"> =1+1`;

/** 150 rows, the first with the least units. */
const NOTEBOOK = `---
title: ${JSON.stringify(TITLE)}
params:
  least: { type: number, default: 0 }
---

\`\`\`load orders
inline: |
  day,units,word
${
  Array.from({ length: 150 }, (_, index) => {
    const day = `2026-01-${String(1 + index % 28).padStart(2, "0")}`;
    return `  ${day},${index + 1},"<img src=x onerror=caught=1>${index}"`;
  }).join("\n")
}
\`\`\`

\`\`\`sql all
query: select units, word as "=word<b>" from orders where units >= \${least} order by units
\`\`\`

\`\`\`chart bars
from: orders
type: bar
x: day
y: units
\`\`\`
`;

/** Clicks a link, and returns the file that comes. */
async function fileOf(
  page: Page,
  { within, name }: { readonly within: string; readonly name: RegExp },
): Promise<{ readonly name: string; readonly path: string; readonly text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(within).getByRole("link", { name }).first().click(),
  ]);
  const path = await download.path();
  const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
  return { name: download.suggestedFilename(), path, text };
}

/** Opens a report from a disk, without a network and in the dark, and looks at it. */
async function readOffline(browser: Browser, path: string): Promise<void> {
  const context = await browser.newContext({
    offline: true,
    colorScheme: "dark",
    viewport: { width: 390, height: 844 },
  });
  const report = await context.newPage();
  const asked: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  // A browser takes what is called so for a page.
  await Deno.copyFile(path, `${path}.html`);
  await report.goto(`file://${path}.html`);
  equal(await report.locator("h1").innerText(), TITLE);
  match(
    await report.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content") ??
      "",
    /^default-src 'none'/,
  );
  await report.locator("#cell-bars figure .narrow svg").waitFor();
  equal(
    await report.evaluate(() => getComputedStyle(document.body).backgroundColor),
    // The dark paper, #171716.
    "rgb(23, 23, 22)",
  );
  assertEquals(await violations(report), []);
  assertEquals(await sticksOut(report), []);
  equal(await report.evaluate("typeof caught"), "undefined");
  await report.emulateMedia({ media: "print" });
  equal(
    await report.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue("--chart-paper")
    ),
    "#fff",
  );
  assertEquals(asked.filter((address) => !address.startsWith("file:")), []);
  await Deno.remove(`${path}.html`);
  await context.close();
}

/** Opens all rows in the table's place, sorts and pages, and returns the first of the last page. */
async function lastRow(page: Page): Promise<string> {
  // Before, the link leads to a page of its own.
  await untilReady(page);
  await page.locator("#cell-all").getByRole("link", { name: /^All 150 rows/ }).click();
  const table = page.locator("#cell-all .data-table");
  await table.getByText("Rows 1 to 100 of 150").waitFor();
  await table.getByRole("link", { name: "Next page" }).click();
  await table.getByText("Rows 101 to 150 of 150").waitFor();
  return await table.locator('[data-at="0,0"]').innerText();
}

pageTest("What a page shows can be opened, sorted and saved", async (opened) => {
  const { browser, page, errors } = opened;
  await using site = await startSite({ environment: { CHROMIUM: chromiumPath ?? "" } });
  await page.goto(site.link);
  const path = await importNotebook(page, NOTEBOOK);
  await page.goto(`${site.origin}${path}`);
  await page.getByRole("button", { name: "Run all", exact: true }).click();
  await page.locator("#cell-bars figure svg").first().waitFor();
  await page.locator("#cell-all.fresh .output a").first().waitFor();

  // In its place, by the 101st of the units 1 to 150.
  equal(await lastRow(page), "101");
  match(page.url(), new RegExp(`${path}$`));
  const csv = await fileOf(page, { within: "#cell-all", name: /^CSV/ });
  match(csv.name, /\.csv$/);
  ok(csv.text.startsWith(`units,'=word<b>\r\n1,<img`), csv.text.slice(0, 60));

  // The chart.
  await page.locator("#cell-bars summary").getByText("Figures as a table").click();
  const svg = await fileOf(page, { within: "#cell-bars", name: /^SVG/ });
  match(svg.text, /^(<\?xml[^>]*>\s*)?<svg/);
  const png = await fileOf(page, { within: "#cell-bars", name: /^PNG/ });
  equal(png.text.slice(1, 4), "PNG");
  const figures = await fileOf(page, { within: "#cell-bars", name: /as CSV/ });
  // 1 + 2 + … + 150 = 150 × 151 / 2.
  equal(figures.text, "month,Sum of units\r\n2026-01-01,11325\r\n");

  // The notebook.
  const menu = page.locator("header.bar .menu summary").last();
  await menu.click();
  const pdf = await fileOf(page, { within: "header.bar", name: /\.pdf/ });
  match(pdf.text, /^%PDF-/);
  match(pdf.name, /^script img src x onerror caught 1 1 1\.pdf$/);
  if (await page.locator("header.bar .menu[open]").count() === 0) await menu.click();
  const html = await fileOf(page, { within: "header.bar", name: /\.html/ });
  equal(/<script|<img/.test(html.text), false);
  await readOffline(browser, html.path);
  const open = async () => {
    if (await page.locator("header.bar .menu[open]").count() === 0) await menu.click();
  };
  await open();
  const markdown = await fileOf(page, { within: "header.bar", name: /\.md/ });
  equal(markdown.text, NOTEBOOK);
  await open();
  const results = await fileOf(page, { within: "header.bar", name: /json/i });
  const { title, cells } = JSON.parse(results.text);
  equal(title, TITLE);
  ok(cells.some(({ name }: { readonly name: string }) => name === "all"));

  // A reader's page has the same, below its link.
  await page.goto(`${site.origin}${path}/links`);
  await page.getByRole("button", { name: "Make the link" }).click();
  const address = await page.getByLabel("Address").inputValue();
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const reader = await context.newPage();
  reader.on("pageerror", (error) => errors.push(error.message));
  await reader.goto(address);
  equal(await lastRow(reader), "101");
  equal(await reader.evaluate(() => document.documentElement.scrollWidth), 390);
  const saved = await fileOf(reader, { within: ".masthead", name: /^HTML/ });
  equal(/<script|<img|load orders/.test(saved.text), false);
  const rows = await fileOf(reader, { within: "#cell-all", name: /^XLSX/ });
  equal(rows.text.slice(0, 2), "PK");
  assertEquals(
    await Promise.all([page, reader].map((one) => one.evaluate("typeof caught"))),
    ["undefined", "undefined"],
  );
  assertEquals(errors, []);
});
