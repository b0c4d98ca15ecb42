import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { chosenFile, openData, sendOne } from "@/tests/helpers/sent_files.ts";
import { keptSource, sticksOut, violations } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** 60 rows: a number in German, a word for nothing, a time without a zone, a column of no use. */
const READINGS = "When;Amount;Shop;Note\n" + Array.from({ length: 60 }, (_, i) => {
  const day = String(i % 28 + 1).padStart(2, "0");
  return `2026-01-${day} 12:00;${i % 6 === 0 ? "keine" : `${i},5`};${i % 2 === 0 ? "A" : "B"};x`;
}).join("\n");

/** The texts of a column's first cells. */
async function cells(page: Page, column: number, count = 3): Promise<readonly string[]> {
  const rows = page.locator(".sample tbody tr");
  return await Promise.all(
    Array.from({ length: count }, (_, row) => rows.nth(row).locator("td").nth(column).innerText()),
  );
}

/** Types into a field and leaves it, as the reader of a form does; waits until it was read. */
async function decide(page: Page, name: string, text: string): Promise<void> {
  const field = page.locator(`[name="${name}"]`);
  if (!await field.isVisible()) await opened(page, name);
  await field.fill(text);
  // Shown as busy before it is asked for.
  const answered = page.waitForResponse(/\/preview\?/);
  await field.press("Tab");
  await answered;
  await page.waitForSelector(".upload-preview:not(.busy)");
}

async function opened(page: Page, name: string): Promise<void> {
  await page.locator(`details:has([name="${name}"]) > summary`).click();
}

pageTest("Every decision about a file can be changed, with its effect", async (opening) => {
  const { page, errors } = opening;
  await using site = await startSite();
  await openData(page, site);
  await sendOne(page, chosenFile("readings.csv", READINGS));
  const lead = page.locator(".lead");
  assert.match(await lead.innerText(), /60 rows of 4 columns, 10 values rejected/);
  // Noon of Berlin's winter is 11:00 in UTC.
  assert.match((await cells(page, 0))[0], /12:00/);
  await decide(page, "zone", "Europe/Berlin");
  assert.match((await cells(page, 0))[0], /11:00/);
  await decide(page, "nulls:Amount", "keine");
  assert.match(await lead.innerText(), /nothing rejected/);
  await decide(page, "name:Amount", "Net");
  assertEquals(await page.inputValue('[name="name:Amount"]'), "Net");
  await opened(page, "leave_out:Note");
  await page.check('[name="leave_out:Note"]');
  await page.waitForSelector(".left-out");
  assert.match(await lead.innerText(), /60 rows of 3 columns/);
  // Two columns of one name are refused in words, and what was shown stays.
  await decide(page, "name:Shop", "Net");
  assert.match(await page.locator(".said .notice").innerText(), /two columns alike/);
  await decide(page, "name:Shop", "Shop");
  assertEquals(await page.locator(".said .notice").count(), 0);
  // By a click: the box goes as soon as it is unchecked, so that a driver would find none to look at.
  await page.click('.left-out [name="leave_out:Note"]');
  await page.waitForSelector('[name="name:Note"]');
  // The address is the state: the same without scripts, and after going there again.
  await page.reload();
  assertEquals(await page.inputValue('[name="name:Amount"]'), "Net");
  assertEquals(await page.inputValue('[name="zone"]'), "Europe/Berlin");
  await page.click("text=Make a notebook of it");
  await page.waitForURL(/\/notebooks\//);
  const source = await keptSource(page);
  assert.match(source, /zone: Europe\/Berlin/);
  assert.match(source, /name: Net/);
  assertEquals(errors.filter((error) => !error.includes("422")), []);
});

pageTest("The preview of a file is for every reader", async ({ page }) => {
  await using site = await startSite();
  await openData(page, site);
  await sendOne(page, chosenFile("readings.csv", READINGS));
  await opened(page, "leave_out:Amount");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    assertEquals(await violations(page), []);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  assertEquals(await sticksOut(page), []);
});

pageTest(
  "A large file shows the effect on its beginning, then on all rows",
  async ({ page }) => {
    await using site = await startSite();
    await openData(page, site);
    // 100,000 rows of 22 bytes.
    const text = `day,amount,shop\n${"05/02/2026,1234.5,ab\n".repeat(100_000)}`;
    await sendOne(page, chosenFile("large.csv", text));
    const lead = page.locator(".lead");
    // Whole numbers that are none: each of them is rejected, on the beginning and then on all rows.
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      const lead = document.querySelector(".lead");
      if (lead === null) return;
      new MutationObserver(() => seen.push(lead.textContent ?? ""))
        .observe(lead, { characterData: true, childList: true, subtree: true });
    });
    await page.selectOption('[name="type:amount"]', "integer");
    await page.waitForFunction(() =>
      document.querySelector(".lead")?.textContent?.includes("100,000 values rejected")
    );
    const seen = await page.evaluate(() => Reflect.get(globalThis, "seen") as readonly string[]);
    // A page that is opened anew under other choices shows the beginning, and goes on by itself.
    await page.goto(`${page.url().split("?")[0]}?type:amount=date`);
    assert.match(await lead.innerText(), /of the beginning/);
    await lead.getByText("100,000 values rejected").waitFor();
    assert(seen.some((text) => /of the beginning, 4\d,\d{3} rows/.test(text)), seen.join("\n"));
  },
);
