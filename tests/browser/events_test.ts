import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { browserTest } from "@/tests/helpers/browser.ts";
import {
  follow,
  keptSource,
  runAll,
  sticksOut,
  untilLive,
  violations,
  watch,
} from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

browserTest("A calendar is added, given a country, and marks a kpi's chart", async (opened) => {
  await using site = await startSite();
  await using watched = await watch(opened.browser, { origin: site.origin });
  const { page, faults } = watched;
  await page.goto(site.link);
  await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
  await runAll(page);
  const address = page.url().split("?")[0];

  // Between the load and what reads it: no cell takes a calendar that it does not name.
  await page.locator(".block:has(#cell-tidy) > .gap a").click();
  await page.locator(".adding").getByRole("button", { name: /^Events/ }).click();
  await page.locator("daybook-island[data-ready] .cell-editor").waitFor();
  const form = page.locator(".cell:has(.cell-editor)");

  // Countries are offered by their names; the chosen one is a box.
  const country = form.getByLabel("Add to Holidays of");
  const offered = await form.locator("datalist option[value=DE]").getAttribute("label");
  assertEquals(offered, "Germany");
  await country.fill("DE");
  await country.press("Enter");
  await form.getByRole("checkbox", { name: "Germany" }).waitFor();
  assertEquals(await form.getByRole("checkbox", { name: "Germany" }).isChecked(), true);
  await page.locator("[data-unsaved]").waitFor({ state: "detached" });
  match(await keptSource(page), /```events events\nholidays:\n? ?.*DE/);
  assertEquals(await violations(page), []);
  assertEquals(await sticksOut(page), []);

  // The kpi names it, offered by its name.
  await page.goto(`${address}?edit-cell=daily&edit-as=form`);
  await untilLive(page);
  const kpi = page.locator("#cell-daily");
  await kpi.locator("details.extra:has(> .form-row [id$='-events']) > summary").click();
  const named = kpi.getByLabel("Events", { exact: true });
  await named.fill("events");
  await named.press("Enter");
  await page.locator("[data-unsaved]").waitFor({ state: "detached" });
  match(await keptSource(page), /events: events/);

  await page.goto(address);
  await runAll(page);
  const chart = page.locator("#cell-daily svg", { hasText: "event" }).first();
  await chart.waitFor();
  match(await chart.textContent() ?? "", /event/);
  await page.locator("#cell-daily").getByText("Figures as a table").first().click();
  await page.locator("#cell-daily").getByRole("columnheader", { name: "During" }).first().waitFor();
  assertEquals(await violations(page), []);
  assertEquals(faults, []);
});
