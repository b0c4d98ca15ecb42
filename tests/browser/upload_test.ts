import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { freePort } from "@/tests/helpers/free_port.ts";
import { choose, chosenFile, openData } from "@/tests/helpers/sent_files.ts";
import { violations } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Rows of 21 bytes, more than one piece of them. */
const LARGE_ROWS = 300_000;
const LARGE = chosenFile("large.csv", `day,text\n${"2026-01-05,something\n".repeat(LARGE_ROWS)}`);

/** What the list of uploads says of a file. */
async function stateOf(page: Page, name: string): Promise<string> {
  const row = page.locator(".sending").filter({ has: page.locator(`text="${name}"`) });
  return await row.locator(".state").innerText();
}

/** The files of a data directory that no name stands beside: those that are half there. */
async function halfFiles(data: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${data}/uploads`));
  return entries.map(({ name }) => name).filter((name) => name.startsWith("."));
}

/** Holds back all pieces but the first until it is let go. */
async function holdPieces(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/api\/uploads\/.*offset=[1-9]/, async (route) => {
    await promise;
    await route.continue().catch(() => {}); // It was cancelled meanwhile.
  });
  return resolve;
}

pageTest("An upload that is cancelled leaves nothing behind", async ({ page }) => {
  await using site = await startSite();
  await openData(page, site);
  await holdPieces(page);
  await choose(page, LARGE);
  await page.waitForSelector("text=4.19 MB of 6.3 MB");
  assertEquals((await halfFiles(`${site.folder.path}/data`)).length, 1);
  const removed = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await page.click(".sending button");
  assertEquals((await removed).status(), 204);
  assertEquals(await stateOf(page, "large.csv"), "Cancelled, and removed");
  assertEquals(await halfFiles(`${site.folder.path}/data`), []);
});

pageTest("An upload goes on when the network is back", async ({ page }) => {
  await using site = await startSite();
  await openData(page, site);
  const release = await holdPieces(page);
  await choose(page, LARGE);
  await page.waitForSelector("text=4.19 MB of 6.3 MB");
  await page.context().setOffline(true);
  release();
  await page.waitForSelector("text=Connection lost, trying again");
  await page.context().setOffline(false);
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  assert.match(await page.locator(".lead").innerText(), /300,000 rows of 2 columns/);
});

pageTest("An upload goes on after the server was started anew", async ({ page }) => {
  await using folder = await makeFolder();
  const options = {
    words: ["--port", String(freePort())],
    environment: { DATA_DIR: `${folder.path}/data` },
  };
  const first = await startSite(options);
  await openData(page, first);
  const release = await holdPieces(page);
  await choose(page, LARGE);
  await page.waitForSelector("text=4.19 MB of 6.3 MB");
  await first[Symbol.asyncDispose]();
  release();
  await page.waitForSelector("text=Connection lost, trying again");
  await using again = await startSite(options);
  await page.waitForURL(/\/upload\/[0-9a-f]{64}$/);
  assert.match(await page.locator(".lead").innerText(), /300,000 rows of 2 columns/);
  assertEquals(await halfFiles(`${folder.path}/data`), []);
  assert(page.url().startsWith(again.origin));
});

pageTest("Many files at once have a state each", async ({ page }) => {
  await using site = await startSite({ environment: { MAX_FILE_SIZE_MB: "1" } });
  await openData(page, site);
  const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c);
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13);
  const good = Array.from(
    { length: 8 },
    (_, i) => chosenFile(`good ${i} "😀" <b>.v1.csv`, `day,n\n${`2026-01-05,${i}\n`.repeat(9)}`),
  );
  const bad: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["empty.csv", "", /must hold bytes.*Choose a file with rows in it/],
    ["picture.csv", png, /current value is a PNG image\. Save it as CSV or XLSX/],
    ["junk.parquet", "no table at all", /not Parquet, as its name says\. Export it/],
    ["cut.csv.gz", gzip, /must be whole.*Save or export it again/],
    ["cut.xlsx", "PK\x03\x04cut off", /archive must have a directory.*Save or export it again/],
    [
      "large.csv",
      "a".repeat(1_000_001),
      /may have 1 MB: current value is 1 MB.*gzipped or in parts/,
    ],
  ];
  await choose(page, ...good, ...bad.map(([name, content]) => chosenFile(name, content)));
  await page.waitForFunction(
    (count) => document.querySelectorAll(".sending.ready, .sending.refused").length === count,
    good.length + bad.length,
  );
  for (const { name } of good) assertEquals(await stateOf(page, name), "Ready");
  for (const [name, , message] of bad) assert.match(await stateOf(page, name), message);
  assertEquals(await halfFiles(`${site.folder.path}/data`), []);
  assertEquals(await violations(page), []);
  assert.match(await page.locator(".sent").innerText(), /8 of 14 are ready/);
  await page.click(".sent a");
  await page.waitForFunction(() => document.querySelectorAll(".datasets > li").length === 8);
});

pageTest("A full disk is told, and no half file stays", async ({ page }) => {
  // Above what the database writes into one file, and below the upload.
  await using site = await startSite({ mostFileBytes: 24_000_000 });
  await openData(page, site);
  await choose(page, chosenFile("huge.csv", `a,b\n${"1234567,12345678\n".repeat(1_600_000)}`));
  await page.waitForSelector(".sending.refused");
  assert.match(await stateOf(page, "huge.csv"), /the disk is full.*Make room/);
  assertEquals(await halfFiles(`${site.folder.path}/data`), []);
});
