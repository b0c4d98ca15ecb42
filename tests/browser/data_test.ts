import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { pageTest } from "@/tests/helpers/browser.ts";
import { chosenFile, openData, sendOne } from "@/tests/helpers/sent_files.ts";
import { sticksOut, violations } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** 40 days, of which two are no amounts. */
const SALES = "day,region,amount\n" + Array.from({ length: 40 }, (_, i) => {
  const day = `2026-0${Math.floor(i / 28) + 1}-${String(i % 28 + 1).padStart(2, "0")}`;
  return `${day},${i % 2 === 0 ? "North" : "South"},${i === 3 || i === 5 ? "=x" : i}`;
}).join("\n");

pageTest("The data page shows files with their versions and uses", async ({ page }) => {
  await using site = await startSite();
  await openData(page, site);
  assert.match(await page.locator("main").innerText(), /No files yet/);
  await sendOne(page, chosenFile("sales.csv", SALES));
  await page.click("text=Make a notebook of it");
  await page.waitForURL(/\/notebooks\//);
  await openData(page, site);
  await sendOne(page, chosenFile("sales.csv", `${SALES}\n2026-03-01,North,9`));
  await openData(page, site);
  const versions = page.locator(".version");
  assertEquals(await page.locator(".datasets h2").allInnerTexts(), ["sales.csv"]);
  assertEquals(await page.locator(".datasets .columns span").allInnerTexts(), [
    "day",
    "region",
    "amount",
  ]);
  const [newer, older] = await versions.allInnerTexts();
  assert.match(newer, /Version 2.*41 rows × 3.*2 rejected.*Not used/s);
  assert.match(older, /Version 1.*40 rows × 3.*2 rejected.*Used in Sales/s);
  const download = page.waitForEvent("download");
  await versions.last().locator("a[href$=rejected]").click();
  const rejected = await Deno.readTextFile(await (await download).path());
  // Formula-safe: the sign before "=" keeps a spreadsheet from running it.
  assertEquals(rejected.split("\r\n").slice(0, 3).map((line) => line.slice(0, 15)), [
    "line,column,val",
    "5,amount,'=x,No",
    "7,amount,'=x,No",
  ]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    assertEquals(await violations(page), []);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  assertEquals(await sticksOut(page), []);

  // What is deleted says where it is used, and can be brought back.
  await versions.last().locator("summary").click();
  assert.match(await versions.last().innerText(), /undo this for a day.*the cell that loads it/s);
  await versions.last().locator("text=Delete version 1").click();
  await page.waitForSelector("text=Deleted sales.csv");
  assertEquals(await versions.count(), 1);
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  await page.waitForFunction(() => document.querySelectorAll(".version").length === 2);
  assertEquals(await undo.count(), 0);
});
