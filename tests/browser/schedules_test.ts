import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { follow, sticksOut, untilReady, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const RUNS = { environment: { SCHEDULES: "on" } };

/** Opens an example, and returns the path of its notebook. */
async function openExample(page: Page, title: string): Promise<string> {
  await follow(page.getByRole("link", { name: title, exact: true }).first());
  return new URL(page.url()).pathname;
}

/** Opens the settings of a schedule in a second page, saves other ones there, and closes it. */
async function saveElsewhere(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const [label, text] of Object.entries(fields)) await other.getByLabel(label).fill(text);
  await follow(other.getByRole("button", { name: "Save" }));
  await other.close();
}

browserTest(
  "A notebook is scheduled, run now, changed by two, removed and brought back",
  async ({ browser }) => {
    await using site = await startSite(RUNS);
    await using watched = await watch(browser, { origin: site.origin });
    const { page, faults } = watched;
    await page.goto(site.link);
    const path = await openExample(page, "Web traffic");
    await untilReady(page);
    await page.getByText("More", { exact: true }).click();
    await follow(page.getByRole("link", { name: "Schedule Run it by the clock" }));
    equal(new URL(page.url()).pathname, `${path}/schedule`);
    await untilReady(page);

    // A time without end of its own: each Monday of the next five weeks at seven.
    await page.getByLabel("Every Monday").check();
    await page.getByLabel("At", { exact: true }).fill("07:00");
    await page.getByLabel("Time zone").fill("Europe/Berlin");
    const times = page.locator(".due-times li");
    await times.filter({ hasText: /^Mon .*07:00/ }).nth(4).waitFor();
    equal(await times.count(), 5);
    await page.getByLabel("Time zone").fill("Europe/Nowhere");
    await page.getByText('No time zone is called "Europe/Nowhere"').waitFor();
    await page.getByLabel("Time zone").fill("Europe/Berlin");
    await times.nth(4).waitFor();
    await follow(page.getByRole("button", { name: "Schedule it" }));
    match(
      await page.locator(".when").first().textContent() ?? "",
      /^Every Monday at 07:00, Europe\/Berlin/,
    );

    // The page follows by itself what runs, and keeps what is typed meanwhile.
    await follow(page.getByRole("button", { name: "Run now" }));
    await page.getByLabel("Try again").fill("4");
    await page.locator(".runs .run-state.done").waitFor({ timeout: 60_000 });
    equal(await page.getByLabel("Try again").inputValue(), "4");
    match(await page.locator(".runs li").first().textContent() ?? "", /cells/);

    // Somebody else saves first: both sides are told, and what was typed is kept.
    await saveElsewhere(page, { "One run may take": "30" });
    await follow(page.getByRole("button", { name: "Save" }));
    await page.getByText("somebody else changed this schedule").waitFor();
    await page.getByText("Time limit in minutes: from “60” to “30”").waitFor();
    deepStrictEqual([
      await page.getByLabel("Try again").inputValue(),
      await page.getByLabel("One run may take").inputValue(),
    ], ["4", "30"]);
    await follow(page.getByRole("button", { name: "Save" }));
    await page.getByText("Saved.").waitFor();

    await follow(page.getByRole("button", { name: "Pause" }));
    await page.getByText("Paused: it does not come due").first().waitFor();
    await follow(page.getByRole("link", { name: "All schedules" }));
    const paused = page.getByRole("region", { name: "Paused" });
    await follow(paused.getByRole("button", { name: /Let it come due again/ }));
    equal(await paused.count(), 0);

    await follow(page.getByRole("link", { name: "Web traffic", exact: true }));
    await follow(page.getByRole("button", { name: "Remove the schedule" }));
    await page.getByText("Removed the schedule of").waitFor();
    equal(await page.getByRole("link", { name: "Web traffic", exact: true }).count(), 0);
    await follow(page.getByRole("button", { name: "Undo" }));
    await page.getByText("Brought back.").waitFor();
    equal(await page.getByLabel("Try again").inputValue(), "4");
    deepStrictEqual(faults, []);
  },
);

browserTest(
  "A browser whose clocks keep no known zone schedules in UTC",
  async ({ browser }) => {
    await using site = await startSite();
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    // So Chromium says where the machine's TZ is empty; and knows no such zone.
    await page.addInitScript(() => {
      const { prototype } = Intl.DateTimeFormat;
      const told = prototype.resolvedOptions;
      prototype.resolvedOptions = function () {
        return { ...told.call(this), timeZone: "Etc/Unknown" };
      };
    });
    await page.goto(site.link);
    const path = await openExample(page, "Web traffic");
    await page.goto(`${site.origin}${path}/schedule`);
    await untilReady(page);
    await page.locator(".due-times li").nth(4).waitFor();
    equal(await page.getByLabel("Time zone").inputValue(), "UTC");
    await follow(page.getByRole("button", { name: "Schedule it" }));
    await page.getByText("On weekdays at 06:00, UTC").waitFor();
    deepStrictEqual(errors, []);
  },
);

browserTest(
  "Schedules are read by all, on any screen, and without scripts",
  async ({ browser }) => {
    await using site = await startSite(RUNS);
    const { origin } = site;
    await using watched = await watch(browser, { origin });
    const { page, context, faults } = watched;
    await page.goto(site.link);
    const path = await openExample(page, "Web traffic");

    // The admin, as the owner is one, sees the workspace's own.
    await page.goto(`${origin}/schedules`);
    for (const name of ["Nightly KPIs", "Weekly retraining", "Daily housekeeping"]) {
      await page.getByRole("link", { name }).waitFor();
    }
    equal(await page.getByText("Every day at 02:15").count(), 1);
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    const still = await plain.newPage();
    await still.goto(`${origin}${path}/schedule`);
    await still.getByLabel("By a cron line of your own").check();
    await still.getByLabel("Cron line", { exact: true }).fill("*/20 * * *");
    await follow(still.getByRole("button", { name: "Check" }));
    await still.getByText("a cron line must have five fields").waitFor();
    await still.getByLabel("Cron line", { exact: true }).fill("*/20 * * * *");
    await follow(still.getByRole("button", { name: "Check" }));
    equal(await still.locator(".due-times li").count(), 5);
    await follow(still.getByRole("button", { name: "Schedule it" }));
    await still.getByText("Every 20 minutes, ").waitFor();
    await follow(still.getByRole("button", { name: "Run now" }));
    const made = still.url();
    await plain.close();

    // A title that is longer than the bar covers none of its links.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${origin}${path}/schedule`);
    const where = page.locator(".bar .where");
    await where.evaluate((title) => title.textContent = "A long title ".repeat(50));
    const link = await page.getByRole("link", { name: "Schedules" }).boundingBox();
    const title = await where.boundingBox();
    ok(link !== null && title !== null && link.x + link.width <= title.x);

    const found: string[] = [];
    for (
      const address of ["/schedules", `${path}/schedule`, new URL(made).pathname, "/schedules/kpis"]
    ) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${origin}${address}`);
        await untilReady(page);
        found.push(...await violations(page));
        await page.setViewportSize({ width: 390, height: 844 });
        found.push(...await sticksOut(page));
        found.push(...await violations(page));
      }
    }
    deepStrictEqual([...found, ...faults], []);
    // It stands in the bar of a wide page and in the menu of a narrow one, and is one page.
    await page.goto(origin);
    await untilReady(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("schedules");
    equal(await page.getByRole("option").count(), 1);
    const led = page.waitForURL(`${origin}/schedules`);
    await page.keyboard.press("Enter");
    await led;
  },
);
