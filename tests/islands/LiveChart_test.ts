import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import { Fragment, h } from "preact";
import { asset, Head } from "@/lib/web/runtime.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { browserTest } from "@/tests/helpers/browser.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";
import { sampleLine, sampleLines } from "@/tests/fixtures/sample_blocks.ts";

browserTest(
  "LiveChart tells its points, zooms and leaves out series, in the place of the drawing",
  async ({ page, errors }) => {
    await using drawer = createDrawer();
    const blocks = [sampleLine, sampleLines];
    const drawings = await drawer.draw(blocks);
    const list = () =>
      h(Fragment, null, [
        h(Head, null, h("link", { rel: "stylesheet", href: asset("/tables.css") })),
        h(
          "main",
          null,
          h(BlockList, {
            blocks,
            drawings: new Map(blocks.map((block, index) => [block, drawings[index]])),
            live: {
              setsRange: true,
              addressOf: (figure, extension) =>
                `/s/figures/${blocks.findIndex((one) => one === figure)}.${extension}`,
              rowsOf: () => null,
            },
          }),
        ),
      ]);
    // Below `/s`, where nobody needs to be signed in.
    const asked: string[] = [];
    await using site = await servePages({}, [], {
      "routes/s/charts.tsx": { default: list },
      "routes/s/figures/[file].ts": {
        handler: {
          GET({ params: { file } }: { readonly params: { readonly file: string } }) {
            asked.push(file);
            // A result that was just computed is not kept yet.
            if (file === "0.json" && asked.filter((one) => one === file).length === 1) {
              return new Response(null, { status: 404 });
            }
            return Response.json(blocks[Number.parseInt(file)]);
          },
        },
      },
    });
    await page.setViewportSize({ width: 1000, height: 1400 });
    await page.goto(`${site.origin}/s/charts`);
    // What is shown is not in the page itself.
    equal((await page.content()).includes('"periods"'), false);
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    const chart = page.locator(".live-chart").first();
    const stored = await chart.locator(".stored .wide .chart path").first().getAttribute("d");
    await page.waitForFunction(() =>
      document.querySelectorAll('.live-chart[data-live="true"]').length === 2
    );
    assertEquals(asked.toSorted(), ["0.json", "0.json", "1.json"]);
    assertEquals(await height(), before);
    const live = chart.locator(".surface>div:not(.stored) .chart");
    assertEquals(await live.locator("path").first().getAttribute("d"), stored);

    await chart.focus();
    await page.keyboard.press("Home");
    const said = chart.locator("[aria-live]");
    ok(
      (await said.textContent())?.startsWith("5 Jan 2026: Revenue $"),
      await said.textContent() ?? "",
    );

    await page.evaluate(() =>
      addEventListener("daybook:range", (event) => {
        // As the chart dispatches it.
        document.title = JSON.stringify((event as CustomEvent).detail);
      })
    );
    const box = await chart.locator(".surface").boundingBox();
    const { x, y, width } = box!;
    await page.mouse.move(x + width * 0.3, y + 150);
    ok((await chart.locator(".tooltip").innerText()).includes("Expected"));
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + 150, { steps: 4 });
    await page.mouse.up();
    await page.click("text=Set as period");
    const { from, to } = JSON.parse(await page.title());
    ok(from > "2026-01-05" && from < to && to < "2026-08-01", `${from} to ${to}`);
    assertEquals(await height(), before);

    const [name] = sampleLines.series.map((one) => one.name ?? "");
    const button = page.locator(".legend button", { hasText: name }).first();
    await button.click();
    assertEquals(await button.getAttribute("aria-pressed"), "false");
    assertEquals(errors.filter((error) => !error.includes("404")), []);
  },
);
