import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Loads the page anew, as a reader would, until nothing runs. */
async function untilRun(page: Page): Promise<void> {
  const pending = page.locator(".cell.running, .cell.queued, .cell.stale");
  while (await pending.count() > 0) await page.reload();
}

async function cellNames(page: Page): Promise<readonly string[]> {
  return await page.locator("[data-cell]").evaluateAll((cells) =>
    cells.map((cell) => cell.getAttribute("data-cell") ?? "")
  );
}

/** Opens what a form keeps folded. */
async function openGroups(page: Page): Promise<void> {
  const closed = page.locator(".editor details:not([open]) > summary");
  while (await closed.count() > 0) await closed.first().click();
}

/** Chooses from the menu of a cell. */
async function choose(page: Page, cell: string, item: string): Promise<void> {
  await page.locator(`#cell-${cell} .menu summary`).click();
  await follow(page.locator(`#cell-${cell}`).getByRole("button", { name: item, exact: true }));
}

browserTest("A workspace is used without scripts", async (opened) => {
  await using site = await startSite();
  const { origin } = site;
  await using watched = await watch(opened.browser, { origin, javaScriptEnabled: false });
  const { page, faults } = watched;
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  const address = page.url();

  // Run all.
  await follow(page.getByRole("button", { name: "Run all" }));
  await untilRun(page);
  await page.locator("#cell-next figure svg").first().waitFor();
  await page.locator("#cell-next .facts").getByText("14 rows").waitFor();

  // Set a parameter.
  await page.getByLabel("Horizon").fill("21");
  await follow(page.getByRole("button", { name: "Apply" }));
  match(page.url(), /\?horizon=21$/);
  await follow(page.getByRole("button", { name: /^Run \d+ stale$/ }));
  await untilRun(page);
  await page.locator("#cell-next .facts").getByText("21 rows").waitFor();

  // Edit a cell as a form, then as text.
  await page.goto(address);
  await follow(page.getByRole("link", { name: "Edit odd" }));
  await openGroups(page);
  await page.getByLabel("Threshold").fill("2");
  await follow(page.locator("#cell-odd").getByRole("button", { name: "Run", exact: true }));
  await untilRun(page);
  await follow(page.getByRole("link", { name: "Edit odd" }));
  equal(await page.getByLabel("Threshold").inputValue(), "2");
  await follow(page.getByRole("tab", { name: "Text" }));
  const body = page.locator("#cell-odd textarea");
  match(await body.inputValue(), /^threshold: 2$/m);
  await body.fill("from: daily\nmeasure: visits\nthreshold: 4\n");
  await follow(page.locator("#cell-odd").getByRole("button", { name: "Save", exact: true }).last());
  await page.goto(`${address}?edit-cell=odd&edit-as=form`);
  equal(await page.getByLabel("Threshold").inputValue(), "4");

  // Add, move and delete, and take it back.
  await page.goto(address);
  const before = await cellNames(page);
  await follow(page.getByRole("link", { name: "Add a cell or prose here" }).last());
  await follow(page.getByRole("button", { name: /^SQL/ }));
  const [added] = (await cellNames(page)).filter((name) => !before.includes(name));
  assertEquals(await cellNames(page), [...before, added]);
  await page.goto(address);
  await choose(page, added, "Move up");
  assertEquals(await cellNames(page), [...before.slice(0, -1), added, ...before.slice(-1)]);
  await choose(page, added, "Delete");
  assertEquals(await cellNames(page), before);
  await follow(page.getByRole("button", { name: "Undo" }));
  assertEquals(await cellNames(page), [...before.slice(0, -1), added, ...before.slice(-1)]);
  await choose(page, added, "Delete");

  // Upload a file, and make a notebook of it.
  await follow(page.getByRole("link", { name: "Data", exact: true }));
  const csv = "Day;Net\n" +
    Array.from({ length: 28 }, (_, i) => `2026-01-${i + 1};${i},5`).join("\n");
  const file = { name: "net.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.setInputFiles("input[type=file]", file);
  await follow(page.getByRole("button", { name: "Upload" }));
  match(await page.locator(".lead").innerText(), /28 rows of 2 columns/);
  await follow(page.getByRole("button", { name: "Make a notebook of it" }));
  await untilRun(page);
  equal(await page.locator(".cell.failed").count(), 0);

  // Send events of which some are bad, download those, mend them and put them back.
  await page.goto(`${origin}/sources`);
  const rows = "time,value,city\n2026-01-05,1,Graz\nsoon,2,=Linz\n2026-01-06,x,Wien\n";
  await page.getByLabel("Source", { exact: true }).fill("shop");
  await page.getByLabel("Bad rows").selectOption("tolerant");
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "orders.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(rows),
  });
  await follow(page.getByRole("button", { name: "Send", exact: true }));
  await page.getByText("Correct 2 rejected rows").click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the rejected rows" }).click();
  const download = await downloading;
  match(download.suggestedFilename(), /-rejected\.csv$/);
  const rejected = await Deno.readTextFile(await download.path());
  match(rejected, /^time,value,city,daybook_line,.*\r\nsoon,2,'=Linz,3,time,soon,/);
  const mended = { name: "mended.csv", mimeType: "text/csv" };
  await page.getByLabel("Mended file").setInputFiles({
    ...mended,
    buffer: Buffer.from(rejected.replace("soon", "2026-01-07")),
  });
  await follow(page.getByRole("button", { name: "Send the mended rows" }));
  const [first] = await page.locator(".mending-row", { hasText: "1 corrected" }).all();
  match(await first.innerText(), /^1 new event, 1 row still rejected\n/);
  assertEquals(await page.locator(".facts", { hasText: "2 events" }).count(), 1);

  // Share a link with a password, and open it in another profile.
  await page.goto(`${address}/links`);
  await page.getByLabel("The newest figures, and parameters to set").check();
  await page.getByLabel("Password").fill("correct horse");
  await follow(page.getByRole("button", { name: "Make the link" }));
  const link = await page.getByLabel("Address").inputValue();
  await using reader = await watch(opened.browser, { origin, javaScriptEnabled: false });
  await reader.page.goto(link);
  await reader.page.getByLabel("Password").fill("correct horse");
  await follow(reader.page.getByRole("button", { name: "Open" }));
  await reader.page.locator("#cell-next figure svg").first().waitFor();
  await reader.page.getByLabel("Horizon").fill("21");
  await follow(reader.page.getByRole("button", { name: "Apply" }));
  match(reader.page.url(), /horizon=21/);
  await reader.page.getByText("in the next 21 days").first().waitFor();
  assertEquals([...reader.faults, ...faults], []);
});
