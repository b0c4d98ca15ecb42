import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { SaxesParser } from "saxes";
import type { Figure, LineBlock } from "@/lib/chart/block.ts";
import { drawFigure, isFigure, WIDTHS } from "@/lib/chart/figure.ts";
import { assignColours } from "@/lib/chart/theme.ts";
import {
  days,
  sampleArea,
  sampleBar,
  sampleForecast,
  sampleHeatmap,
  sampleHistogram,
  sampleLine,
  sampleLines,
  sampleMultiples,
  sampleNumbers,
  samplePeriodBar,
  sampleScatter,
  sampleWaterfall,
} from "@/tests/fixtures/sample_blocks.ts";

const FIGURES: readonly Figure[] = [
  sampleLine,
  sampleLines,
  sampleArea,
  sampleBar,
  samplePeriodBar,
  sampleScatter,
  sampleHistogram,
  sampleHeatmap,
  sampleMultiples,
  sampleForecast,
  sampleWaterfall,
];

const OPTIONS = { width: WIDTHS.wide, colours: assignColours(FIGURES) };

const GOLDEN = new URL("../../fixtures/charts/", import.meta.url);

const HOSTILE = `</title></svg><script>alert("1")</script>' & \u0000\u202e`;

/** A line of days with nothing but its values. */
function plainLine(values: readonly (number | null)[], more: Partial<LineBlock> = {}): LineBlock {
  return {
    ...sampleLine,
    periods: days("2026-01-01", values.length),
    series: [{ name: null, style: "plain", values }],
    expected: null,
    band: null,
    flags: [],
    forecast: null,
    target: null,
    ...more,
  };
}

/** Returns the names of the elements of a text that is XML, and nothing else. @throws where it is not */
function elementsOf(svg: string): readonly string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => names.push(name));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(svg).close();
  return names;
}

/** Returns the paths that are drawn as lines: those without a fill that are not ticks. */
function linesOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<g [^>]*stroke-linejoin="round"[^>]*><path d="([^"]*)"/g)]
    .map(([, path]) => path);
}

/** Returns the places of a path without gaps: the first is absolute, all others are steps. */
function placesOf(path: string) {
  const numbers = path.match(/-?(?:\d+\.?\d*|\.\d+)/g)?.map(Number) ?? [];
  let [x, y] = [0, 0];
  return Array.from({ length: numbers.length / 2 }, (_, i) => {
    x += numbers[2 * i];
    y += numbers[2 * i + 1];
    return { x, y };
  });
}

Deno.test({
  name: "drawFigure() needs no rights, so a process without any can draw",
  permissions: "none",
  fn: async () => {
    ok((await drawFigure(sampleBar, OPTIONS)).startsWith("<svg "));
  },
});

Deno.test("drawFigure() draws as it drew before (UPDATE_GOLDEN=1 accepts a change)", async (t) => {
  for (const [index, figure] of FIGURES.entries()) {
    const name = `${index + 1}_${figure.type}`;
    await t.step(name, async () => {
      const svg = await drawFigure(figure, OPTIONS);
      const file = new URL(`${name}.svg`, GOLDEN);
      if (Deno.env.get("UPDATE_GOLDEN") === "1") await Deno.writeTextFile(file, svg);
      assertEquals(svg, await Deno.readTextFile(file));
    });
  }
});

Deno.test("drawFigure() names the chart once, to those who cannot see it", async () => {
  for (const figure of FIGURES) {
    const svg = await drawFigure(figure, OPTIONS);
    ok(svg.startsWith("<svg ") && svg.includes('role="img"'));
    assertEquals(svg.match(/aria-/g)?.length, 1);
    ok(svg.includes(`<title>${figure.title}</title>`));
  }
});

Deno.test("drawFigure() writes hostile names as text, in well-formed XML", async (t) => {
  const named = { title: HOSTILE, axis: { title: HOSTILE, unit: HOSTILE } };
  const series = [{ name: HOSTILE, style: "plain" as const, values: [1, 2, 3] }];
  const periods = days("2026-01-01", 3);
  const cases: Figure[] = [
    plainLine([1, 2, 3], {
      ...named,
      series,
      flags: [{ index: 1, label: HOSTILE }],
      target: { label: HOSTILE, value: 2 },
    }),
    { ...sampleArea, ...named, periods, series },
    { ...sampleBar, ...named, category: HOSTILE, bars: [{ name: HOSTILE, value: 1 }] },
    {
      ...sampleWaterfall,
      ...named,
      category: HOSTILE,
      start: { name: HOSTILE, value: 2 },
      steps: [{ ...sampleWaterfall.steps[0], name: HOSTILE }],
    },
    {
      ...sampleScatter,
      ...named,
      x: named.axis,
      y: named.axis,
      points: [{ x: 1, y: 1, group: HOSTILE, label: HOSTILE }],
    },
    { ...sampleHistogram, ...named },
    { ...sampleHeatmap, ...named, rows: [HOSTILE], columns: [HOSTILE], values: [[1]] },
  ];
  for (const figure of cases) {
    await t.step(figure.type, async () => {
      for (const width of Object.values(WIDTHS)) {
        const names = elementsOf(await drawFigure(figure, { ...OPTIONS, width }));
        ok(!names.includes("script"));
      }
    });
  }
});

Deno.test("drawFigure() keeps a gap as a gap, and a value between two as a dot", async () => {
  const svg = await drawFigure(plainLine([5, 6, null, 7, null, 8, 9]), OPTIONS);
  const [path] = linesOf(svg);
  // Three runs; the one of a single value is a dot of radius 2 besides.
  assertEquals(path.match(/M/g)?.length, 3);
  assertEquals(svg.match(/<circle [^>]*r="2"/g)?.length, 1);
});

Deno.test("drawFigure() thins a line to what its pixels show and keeps its extreme", async () => {
  const values = Array.from({ length: 20_000 }, (_, index) => index % 10);
  values[12_345] = 80;
  const svg = await drawFigure(plainLine(values), OPTIONS);
  const [path] = linesOf(svg);
  const heights = placesOf(path).map(({ y }) => y);
  ok(heights.length <= WIDTHS.wide, `${heights.length} points`);
  // 80 is the top of an axis from 0 to 80, so it lies on the upper margin: the header's 32 pixels.
  assertEquals(Math.round(Math.min(...heights)), 32);
});

Deno.test("drawFigure() draws 100,000 hours with all that is odd, and says what it shows of them", async () => {
  const count = 100_000;
  const start = Date.parse("2014-01-01T00:00:00Z");
  const values = Array.from({ length: count }, (_, hour) => 500 + hour % 24);
  const odd = [12_345, 50_000, 87_654];
  values[50_000] = 4000;
  const figure = plainLine(values, {
    grain: "hour",
    periods: values.map((_, hour) => new Date(start + hour * 3_600_000).toISOString()),
    flags: odd.map((index) => ({ index, label: `odd ${index}`, score: 50 })),
  });
  for (const width of Object.values(WIDTHS)) {
    const svg = await drawFigure(figure, { ...OPTIONS, width });
    ok(/high and low of every [\d,]+ hours/.test(svg), "it does not say so");
    assertEquals(svg.match(/<circle [^>]*r="5"/g)?.length, 3);
    for (const index of odd) ok(svg.includes(`>odd ${index}</text>`), `odd ${index} has no words`);
    ok(svg.length < 40_000, `${svg.length} letters`);
    // The line goes through each ring, be it an extreme of its neighbours or not.
    const places = placesOf(linesOf(svg)[0]);
    for (const [, x, y] of svg.matchAll(/<circle [^>]*cx="([\d.]+)" cy="([\d.]+)" r="5"/g)) {
      const isMet = places.some((place) =>
        Math.hypot(place.x - Number(x), place.y - Number(y)) < 0.5
      );
      ok(isMet, `the line leaves out the ring at ${x}, ${y}`);
    }
  }
});

Deno.test("drawFigure() has zero on the axis of bars, always", async () => {
  const svg = await drawFigure({
    ...samplePeriodBar,
    bars: [{ name: "2026-01-01", value: 1010 }, { name: "2026-02-01", value: 1040 }],
  }, OPTIONS);
  ok(/>0<\/text>/.test(svg));
});

Deno.test("drawFigure() draws what is empty, flat, single or missing without failing", async (t) => {
  const cases: [string, Figure][] = [
    ["no periods", plainLine([])],
    ["only gaps", plainLine([null, null])],
    ["one value", plainLine([7])],
    ["flat", plainLine([7, 7, 7])],
    ["not finite", plainLine([1, Infinity, NaN, 2])],
    ["a flag in a gap", plainLine([1, null, 2], { flags: [{ index: 1, label: "gone" }] })],
    ["no series", plainLine([1, 2], { series: [] })],
    ["a forecast alone", plainLine([], { forecast: sampleLine.forecast })],
    ["an empty area", { ...sampleArea, periods: [], series: [] }],
    ["no bars", { ...sampleBar, bars: [] }],
    ["no bars of periods", { ...samplePeriodBar, bars: [] }],
    ["bars of nothing", { ...sampleBar, bars: [{ name: "a", value: null }] }],
    ["no points", { ...sampleScatter, points: [] }],
    ["no bins", { ...sampleHistogram, bins: [] }],
    ["an empty grid", { ...sampleHeatmap, rows: [], columns: [], values: [] }],
  ];
  for (const [name, figure] of cases) {
    await t.step(name, async () => {
      const svg = await drawFigure(figure, OPTIONS);
      elementsOf(svg);
      ok(!/NaN|Infinity|undefined/.test(svg), svg);
    });
  }
});

Deno.test("drawFigure() says what shades mean where a grid has no room for amounts", async () => {
  const svg = await drawFigure(sampleHeatmap, { ...OPTIONS, width: WIDTHS.narrow });
  // The least is 120 × e^(-25/14) × 0.4 = 8.05 on Saturday at 8, or e^(-36/14) × 48 = 3.67 at 19.
  ok(svg.includes("Orders: from 4, faint, to 120, strong"), svg);
});

Deno.test("isFigure() tells charts from the other blocks", () => {
  assertEquals([...FIGURES, ...sampleNumbers].filter(isFigure), FIGURES);
});

Deno.test("figure.ts loads neither Plot nor linkedom before a chart is drawn", async () => {
  const folder = new URL("../../../lib/chart/", import.meta.url);
  // The entry of a process, and what is itself only loaded by a chart.
  const late = ["drawer_child.ts", "plot.ts"];
  for (const path of [folder, new URL("figure/", folder)]) {
    for await (const { name } of Deno.readDir(path)) {
      if (!name.endsWith(".ts") || late.includes(name)) continue;
      const source = await Deno.readTextFile(new URL(name, path));
      const eager = /^import (?!type )[^;]*"(?:@observablehq\/plot|linkedom|@resvg[^"]*)"/m;
      ok(!eager.test(source), `${name} loads a library when it is imported`);
    }
  }
});

Deno.test("drawFigure() draws the bar of a single period no wider than any", async () => {
  const svg = await drawFigure(
    { ...samplePeriodBar, bars: samplePeriodBar.bars.slice(0, 1) },
    OPTIONS,
  );
  const [, width] = /<rect height="[^"]*" width="([^"]*)"/.exec(svg) ?? [];
  // Within a pixel or two, as bands end on whole pixels.
  ok(Math.abs(Number(width) - 96) < 2, width);
});

Deno.test("drawFigure() marks what happened at the foot, with the names that fit", async () => {
  const events = [
    { name: "Spring sale", from: 4, until: 9 },
    { name: "Day off", from: 30, until: 30 },
    ...Array.from({ length: 40 }, (_, at) => ({ name: "Often", from: at + 10, until: at + 10 })),
  ];
  const values = Array.from({ length: 60 }, (_, index) => 10 + index % 7);
  const svg = await drawFigure(plainLine(values, { events }), OPTIONS);
  ok(svg.includes(">Spring sale<") && svg.includes(">Day off<") && svg.includes(">event<"));
  // What happens ever again is named last: once is enough to see that no name covers another.
  ok(svg.split(">Often<").length < 10);
});

Deno.test("drawFigure() names no event where an odd period is named", async () => {
  const values = Array.from({ length: 30 }, (_, index) => index === 10 ? 2 : 10 + index % 3);
  const events = [{ name: "Outage", from: 10, until: 10 }, { name: "Sale", from: 25, until: 27 }];
  const flags = [{ index: 10, label: "11 Jan 2026" }];
  const svg = await drawFigure(plainLine(values, { events, flags }), OPTIONS);
  assertEquals([svg.includes(">Outage<"), svg.includes(">Sale<")], [false, true]);
});

Deno.test("drawFigure() rings a gap where its value was expected, and faintly what is said to be fine", async () => {
  const rings = async (block: LineBlock) =>
    (await drawFigure(block, OPTIONS)).match(/<circle[^>]*r="5"/g)?.length ?? 0;
  const line: LineBlock = {
    ...sampleLine,
    periods: days("2026-01-01", 4),
    series: [{ name: null, style: "plain", values: [5, null, 6, 5] }],
    expected: [5, 5, null, 5],
    band: null,
    flags: [{ index: 1, label: "2 Jan" }],
    forecast: null,
  };
  assertEquals(await rings(line), 1);
  assertEquals(await rings({ ...line, dismissed: [{ index: 2, label: "3 Jan" }] }), 2);
  // Where nothing is known of a place there is none.
  assertEquals(await rings({ ...line, expected: null }), 0);
});
