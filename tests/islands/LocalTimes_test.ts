import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { Fragment, h } from "preact";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import { browserTest } from "@/tests/helpers/browser.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";

const PAGE = () =>
  h(Fragment, null, [
    h("p", null, h(Moment, { at: "2026-11-22T11:57:00Z" })),
    h("p", null, h(Moment, { at: "2026-11-20T22:30:00Z" })),
    h("p", null, h(Moment, { at: "2026-11-22T11:57:00Z", exact: true })),
  ]);

browserTest("LocalTimes writes every moment by the reader's clock", async ({ browser }) => {
  await using pages = await servePages({}, [], {
    "routes/s/times.tsx": { default: PAGE, config: { access: "everyone" } },
  });
  const context = await browser.newContext({ timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  const shown = () => page.locator("time").allTextContents();
  const settled = () => page.waitForFunction(() => document.querySelector("time")?.title !== "");
  await page.clock.setFixedTime("2026-11-22T12:00:00Z");
  await page.goto(`${pages.origin}/s/times`);
  await settled();
  // Tokyo is nine hours ahead, all year.
  assertEquals(await shown(), ["3 min ago", "21 Nov, 07:30", "22 Nov 2026, 20:57 GMT+9"]);
  assertEquals(
    await page.locator("time").first().getAttribute("title"),
    "22 Nov 2026, 20:57 GMT+9",
  );

  // What a script puts into the page is written as well.
  await page.evaluate(() => {
    const time = document.createElement("time");
    time.dateTime = "2026-11-22T10:00:00.000Z";
    time.dataset.moment = "";
    document.body.prepend(time);
  });
  await settled();
  assertEquals((await shown())[0], "2 h ago");

  // On paper it is told to the minute.
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assertEquals((await shown())[0], "22 Nov 2026, 19:00 GMT+9");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assertEquals((await shown())[0], "2 h ago");

  const unscripted = await browser.newPage({ javaScriptEnabled: false });
  await unscripted.goto(`${pages.origin}/s/times`);
  assertEquals(await unscripted.locator("time").first().textContent(), "22 Nov 2026, 11:57 UTC");
});
