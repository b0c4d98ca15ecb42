import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { column } from "@/lib/frame/schema.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { browserTest } from "@/tests/helpers/browser.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";
import { makeResult } from "@/tests/lib/workspace/tables/results.ts";

const OWNER = {
  session: () => Promise.resolve({ name: "Owner", expiresAt: "2099-01-01T00:00:00Z" }),
  signIn: () => Promise.resolve(null),
  signOut: () => Promise.resolve(),
};

const ROUTES = [
  "routes/results/[key].tsx",
  "routes/api/results/[key]/rows.ts",
  "routes/api/results/[key]/statistics.ts",
];

browserTest(
  "DataTable sorts, pages, filters, copies and sums up by keys alone",
  ({ page, errors }) =>
    withDatabase(async (database) => {
      const key = await makeResult(database, "numbers", {
        columns: [column("n", "integer"), column("word", "text")],
        // 7 and 1,000 share no factor: the last column has every word once.
        rows: "select g, '<b>' || lpad((g * 7 % 1000)::text, 3, '0') " +
          "from generate_series(1::int8, 1000) as g",
      });
      const tables = createTables({ database, drawer: createDrawer() });
      await using site = await servePages({ tables, owner: OWNER }, ROUTES);
      await page.context().addCookies([{ name: "daybook_session", value: "x", url: site.origin }]);
      await page.goto(`${site.origin}/results/${key}?name=Numbers`);
      await page.waitForSelector('.data-table[data-live="true"]');
      const focused = () =>
        page.evaluate(() => {
          const element = document.activeElement as HTMLElement; // something always is
          return `${element.dataset.at} ${element.textContent}`;
        });
      const shows = (words: string) =>
        page.waitForFunction(
          (words) => document.querySelector(".pager p")?.textContent === words,
          words,
        );

      await page.locator('[data-at="0,0"]').focus();
      await page.keyboard.press("ArrowRight");
      assertEquals(await focused(), "0,1 <b>007");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await page.waitForSelector('th[aria-sort="ascending"]');
      assertEquals(await focused(), "-1,1 word↑");
      await page.keyboard.press("ArrowDown");
      assertEquals(await focused(), "0,1 <b>000");
      await page.keyboard.press("PageDown");
      await shows("Rows 101 to 200 of 1,000");
      assertEquals(await focused(), "0,1 <b>100");
      ok(page.url().endsWith("sort=word&offset=100"));

      // The clipboard cannot be read without a right: what is put there is.
      const copied = page.evaluate(() =>
        new Promise<string>((resolve) =>
          document.addEventListener(
            "copy",
            (event) => resolve(event.clipboardData?.getData("text/plain") ?? ""),
            { once: true },
          )
        )
      );
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Control+c");
      assertEquals(await copied, "<b>100\n<b>101");

      await page.keyboard.press("s");
      assertEquals(await page.locator(".statistics dd").first().textContent(), "1,000");
      await page.fill("input[name=value]", "99");
      await page.selectOption("select[name=column]", "word");
      await page.click("text=Filter");
      // 99, 199, …, 999, and 990 to 998.
      await shows("19 rows");
      assertEquals(errors.filter((error) => !error.includes("404")), []);
    }),
);
