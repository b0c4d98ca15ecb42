import { deepStrictEqual as assertEquals, match, ok } from "node:assert/strict";
import { browserTest } from "@/tests/helpers/browser.ts";
import { runAll, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

browserTest(
  "An explain cell that was added shows what moved between two periods",
  async (opened) => {
    await using site = await startSite();
    await using watched = await watch(opened.browser, { origin: site.origin });
    const { page, faults } = watched;
    page.setDefaultTimeout(120_000);
    await page.goto(site.link);
    await page.getByRole("link", { name: "Sales", exact: true }).first().click();
    await page.locator("daybook-island[data-ready] .live-state").waitFor({ state: "attached" });
    // Below the weekly kpi, which it takes.
    await page.locator(".block:has(#cell-statuses) > .gap a").click();
    await page.locator(".adding").getByRole("button", { name: /^Explain/ }).click();
    await page.locator("daybook-island[data-ready] .cell-editor").waitFor();
    const added = page.locator(".cell:has(.cell-editor)");
    const id = await added.getAttribute("id");

    // The form: what is measured, and two periods.
    await added.getByLabel("Measure").fill("revenue");
    await added.getByLabel("Add to Between").fill("2025-11, 2026-02");
    await page.keyboard.press("Tab");
    await page.locator("[data-unsaved]").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.locator(".cell-editor").waitFor({ state: "detached" });
    await runAll(page);

    const cell = page.locator(`#${id}`);
    const answer = await cell.locator("figcaption").first().innerText();
    match(answer, /^Revenue fell by .*Nov 2025.*Feb 2026.*brought \d+% of the fall/);
    const chart = cell.locator(".live-chart").first();
    await chart.scrollIntoViewIfNeeded();
    await page.locator(`#${id} .live-chart[data-live="true"]`).first().waitFor();
    // The second row is the segment that brought most.
    const surface = chart.locator(".surface");
    const box = await surface.boundingBox();
    ok(box !== null);
    await surface.hover({ position: { x: box.width * 0.6, y: box.height * 0.42 } });
    match(
      (await chart.locator(".tooltip").innerText()).replaceAll(/\s+/g, " "),
      /Of the change \d/,
    );
    await cell.locator("details.details summary").click();
    const heads = await cell.locator("details.details th").allInnerTexts();
    ok(
      ["dimension", "segment", "share, %", "surprise"].every((name) => heads.includes(name)),
      `${heads}`,
    );
    assertEquals(await violations(page), []);
    assertEquals(faults, []);
  },
);

browserTest("The panel beside a chart shows which segments made a day odd", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  page.setDefaultTimeout(120_000);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(site.link);
  await page.getByRole("link", { name: "Sales", exact: true }).first().click();
  await runAll(page);
  const cell = page.locator("#cell-odd");
  await cell.locator(".panel > summary").click();
  const first = cell.locator(".panel ol > li").first();
  assertEquals(await first.locator(".flag-segments p").innerText(), "By region");
  // Four regions, each with its bar, and shares that add up but for the rounding of each.
  const segments = await first.locator(".flag-segments li").allInnerTexts();
  assertEquals(segments.length, 4);
  const shares = segments.map((text) => Number(/(−?\d+)%/.exec(text)?.[1].replace("−", "-")));
  ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) <= 2, `${segments}`);
  assertEquals(await first.locator(".flag-segments svg rect").count(), 4);
  assertEquals(await violations(page), []);
  assertEquals(faults, []);
});
