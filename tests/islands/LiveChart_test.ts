import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import type { Locator } from "playwright-core";
import { Fragment, h } from "preact";
import { asset, Head } from "@/lib/web/runtime.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { pageTest } from "@/tests/helpers/browser.ts";
import { servePages } from "@/tests/helpers/live_pages.ts";
import { packFigure } from "@/lib/chart/pack.ts";
import { sampleLine, sampleLines } from "@/tests/fixtures/sample_blocks.ts";

pageTest(
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
      "routes/s/charts.tsx": { default: list, config: { access: "everyone" } },
      "routes/s/figures/[file].ts": {
        config: { access: "everyone" },
        handler: {
          GET({ params: { file } }: { readonly params: { readonly file: string } }) {
            asked.push(file);
            // A result that was just computed is not kept yet.
            if (file === "0.json" && asked.filter((one) => one === file).length === 1) {
              return new Response(null, { status: 404 });
            }
            return Response.json(packFigure(blocks[Number.parseInt(file)]));
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
    await page.waitForFunction(() =>
      document.querySelectorAll('.live-chart[data-live="true"]').length === 2
    );
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "script") scripts.push(request.url());
    });
    // What the others are compared with is faint from the first on.
    const swatch = page.locator(".legend button", { hasText: "last year" }).locator(".swatch")
      .first();
    equal((await swatch.getAttribute("style"))?.includes("--chart-faint"), true);
    // Nobody has pointed at anything: nothing was asked for.
    assertEquals([asked, scripts], [[], []]);
    assertEquals(await height(), before);

    await chart.focus();
    await page.keyboard.press("Home");
    const said = chart.locator("[aria-live]");
    await said.filter({ hasText: "5 Jan 2026: Revenue $" }).waitFor();
    assertEquals(asked, ["0.json", "0.json"]);
    // What was drawn stays, and tells its points by its axes.
    assertEquals(await chart.locator(".stored").isVisible(), true);
    assertEquals(scripts, []);

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
    // Only now is Plot needed.
    const live = chart.locator(".surface > div:not(.stored) .chart");
    await live.waitFor();
    equal(scripts.length > 0, true);
    const axesOf = (drawn: Locator) => drawn.getAttribute("data-axes");
    const [stored, zoomed] = [await axesOf(chart.locator(".wide .chart")), await axesOf(live)];
    // Sizes and margins are the server's: twelve of the words are numbers, the first six these.
    equal(zoomed?.split(" ").slice(0, 6).join(), stored?.split(" ").slice(0, 6).join());
    await page.click("text=Set as period");
    const { from, to } = JSON.parse(await page.title());
    ok(from > "2026-01-05" && from < to && to < "2026-08-01", `${from} to ${to}`);
    assertEquals(await height(), before);

    const [name] = sampleLines.series.map((one) => one.name ?? "");
    const button = page.locator(".legend button", { hasText: name }).first();
    const drawn = page.locator(".live-chart").nth(1).locator(".surface > div:not(.stored) .chart");
    await button.click();
    await drawn.waitFor();
    assertEquals(await button.getAttribute("aria-pressed"), "false");
    assertEquals(errors.filter((error) => !error.includes("404")), []);
  },
);
