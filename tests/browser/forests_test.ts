import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { pageTest } from "@/tests/helpers/browser.ts";
import { oddDays } from "@/tests/helpers/detect_notebook.ts";
import { importNotebook } from "@/tests/helpers/import_notebook.ts";
import { follow, runAll, sticksOut, violations } from "@/tests/helpers/seen.ts";
import { type StartedSite, startSite } from "@/tests/helpers/started_site.ts";

const FOREST = "measure: revenue\nmethod: isolation_forest\ncontamination: 0.05";

/** Brings a notebook in, runs it, and says what stands above the chart. */
async function answerOf(page: Page, site: StartedSite, body: string): Promise<string> {
  const path = await importNotebook(page, oddDays(`${FOREST}\n${body}`, { 57: 500 }));
  if (body.startsWith("model:")) {
    // An imported notebook reads nothing that it was not granted.
    await page.goto(new URL(`${path}/grants`, site.origin).href);
    await page.getByRole("checkbox").check();
    await follow(page.getByRole("button", { name: "Allow what is ticked" }));
  }
  await page.goto(new URL(path, site.origin).href);
  await runAll(page);
  return await page.locator("#cell-odd").innerText();
}

pageTest("Forests are kept from a cell's menu, and applied as an upload", async ({ page }) => {
  await using site = await startSite();
  await page.goto(site.link);
  const trained = await answerOf(page, site, "trained_until: 2026-02-20");
  const words = "forest trained on 51 days until 20 Feb 2026, applied to 9 new days";
  equal(trained.includes(`a ${words}`), true, trained);
  assertEquals(await violations(page), []);
  // The menu as it is when the page is opened anew.
  await page.reload();
  const link = page.locator('#cell-odd a[href*="/forests?"]');
  const kept = await page.evaluate(async (path) => {
    const file = await fetch(path);
    const bytes = await file.arrayBuffer();
    const begun = await fetch("/api/uploads", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "odd.forest.json", bytes: bytes.byteLength }),
    });
    const taken = await fetch(`${begun.headers.get("Location")}?offset=0`, {
      method: "PUT",
      body: bytes,
    });
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { name: file.headers.get("Content-Disposition"), taken: taken.ok, digest };
  }, await link.getAttribute("href") ?? "");
  assertEquals([kept.name, kept.taken], ['attachment; filename="odd-forest.json"', true]);

  const applied = await answerOf(page, site, `model: sha256:${kept.digest}`);
  equal(applied.includes(`a stored ${words}`), true, applied);
  equal(await page.locator('#cell-odd a[href*="/forests?"]').count(), 0);
  assertEquals(await sticksOut(page), []);
});
