import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { column } from "@/lib/frame/schema.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { pageTest } from "@/tests/helpers/browser.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";
import { makeResult } from "@/tests/lib/workspace/tables/results.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";

const OWNER = {
  session: () => Promise.resolve(OWNER_SESSION),
  signIn: () => Promise.resolve(null),
  signOut: () => Promise.resolve(),
};

const ROUTES = [
  "routes/results/[key].tsx",
  "routes/api/results/[key]/rows.ts",
  "routes/api/results/[key]/statistics.ts",
];

pageTest(
  "DataTable sorts, pages, filters, copies and sums up 100,000 rows by keys alone",
  ({ page, errors }) =>
    withDatabase(async (database) => {
      const key = await makeResult(database, "numbers", {
        columns: [column("n", "integer"), column("word", "text")],
        // 7 and 100,000 share no factor: the last column has every word once.
        rows: "select g, '<b>' || lpad((g * 7 % 100000)::text, 5, '0') " +
          "from generate_series(1::int8, 100000) as g",
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
      assertEquals(await focused(), "0,1 <b>00007");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await page.waitForSelector('th[aria-sort="ascending"]');
      assertEquals(await focused(), "-1,1 word↑");
      await page.keyboard.press("ArrowDown");
      assertEquals(await focused(), "0,1 <b>00000");
      await page.keyboard.press("PageDown");
      await shows("Rows 101 to 200 of 100,000");
      assertEquals(await focused(), "0,1 <b>00100");
      ok(page.url().endsWith("sort=word&offset=100"));

      // The clipboard cannot be read without a right: what is put there is.
      await page.evaluate(() => {
        document.addEventListener("copy", (event) => {
          document.body.dataset.copied = event.clipboardData?.getData("text/plain") ?? "";
        });
      });
      const copied = async () => {
        await page.keyboard.press("Control+c");
        return await page.evaluate(() => document.body.dataset.copied ?? "");
      };
      assertEquals(await copied(), "<b>00100");
      await page.keyboard.press("Shift+ArrowDown");
      assertEquals(await copied(), "<b>00100\n<b>00101");
      // 7 × 14,300 is 100,100, whose last five digits are 00100.
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Shift+Space");
      assertEquals(await copied(), "14300\t<b>00100");
      await page.keyboard.press("Control+a");
      const all = (await copied()).split("\n");
      // A head and a page.
      assertEquals([all.length, all[0], all[1]], [101, "n\tword", "14300\t<b>00100"]);
      await page.keyboard.press("Control+End");
      await shows("Rows 99,901 to 100,000 of 100,000");
      await page.keyboard.press("Control+Home");
      await shows("Rows 1 to 100 of 100,000");

      await page.keyboard.press("s");
      await page.locator(".statistics dd").first().getByText("100,000", { exact: true }).waitFor();
      await page.fill("input[name=value]", "99");
      await page.selectOption("select[name=column]", "word");
      await page.click("text=Filter");
      // Of n digits, w(n) words hold no 99: w(n) = 9 w(n-1) + 9 w(n-2), so 10, 99, 981, 9,720,
      // 96,309 of 100,000.
      await shows("Rows 1 to 100 of 3,691");
      assertEquals(errors.filter((error) => !error.includes("404")), []);
    }),
);
