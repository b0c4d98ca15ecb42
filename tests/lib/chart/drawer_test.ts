import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { drawFigure, WIDTHS, widthsOf } from "@/lib/chart/figure.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { svgFile } from "@/lib/chart/svg_file.ts";
import { assignColours } from "@/lib/chart/theme.ts";
import { days, sampleArea, sampleHeatmap, sampleLine } from "@/tests/fixtures/sample_blocks.ts";

const FIGURES = [sampleLine, { ...sampleLine, room: "half" as const }, sampleArea, sampleHeatmap];

Deno.test("createDrawer() draws in its process what drawFigure() draws in this one", async () => {
  await using drawer = createDrawer();
  const drawings = await drawer.draw(FIGURES);
  const colours = assignColours(FIGURES);
  for (const [index, figure] of FIGURES.entries()) {
    const { wide, narrow } = widthsOf(figure);
    assertEquals(drawings[index], {
      wide: await drawFigure(figure, { width: wide, colours }),
      narrow: await drawFigure(figure, { width: narrow, colours }),
    });
  }
});

Deno.test("createDrawer() names its drawings, and puts nothing into them that runs or links", async () => {
  await using drawer = createDrawer();
  for (const { wide, narrow } of await drawer.draw(FIGURES)) {
    for (const svg of [wide, narrow]) {
      ok(svg.startsWith("<svg ") && svg.includes('role="img" aria-label="'));
      // Without ids, no two drawings of a page can share one.
      ok(!/<(?:script|style|a|use|image|foreignObject)\b|\s(?:id|href|on\w+)=/.test(svg));
    }
  }
});

Deno.test("createDrawer() leaves out what a chart's pixels cannot show", async () => {
  await using drawer = createDrawer();
  const values = Array.from({ length: 10_000 }, (_, index) => Math.sin(index / 100));
  const [{ wide }] = await drawer.draw([{
    ...sampleLine,
    periods: days("1990-01-01", values.length),
    series: [{ name: null, style: "plain", values }],
    expected: null,
    band: null,
    flags: [],
    forecast: null,
    target: null,
  }]);
  const longest = [...wide.matchAll(/ d="([^"]*)"/g)]
    .map(([, path]) => (path.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).length / 2)
    .reduce((most, points) => Math.max(most, points), 0);
  ok(longest > 500 && longest <= WIDTHS.wide, `the line has ${longest} points`);
});

Deno.test("createDrawer() paints a PNG of a drawing", async () => {
  await using drawer = createDrawer();
  const [{ wide }] = await drawer.draw([sampleHeatmap]);
  const png = await drawer.paint(wide, { theme: "dark" });
  assertEquals([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  ok(svgFile(wide).length > wide.length);
});

Deno.test("createDrawer() gives up on what takes too long", async () => {
  await using slow = createDrawer({ timeLimitMilliseconds: 1 });
  await rejects(slow.draw(FIGURES), { code: "TIME_LIMIT" });
});

Deno.test("createDrawer() starts no process for nothing", async () => {
  await using drawer = createDrawer();
  assertEquals(await drawer.draw([]), []);
});
