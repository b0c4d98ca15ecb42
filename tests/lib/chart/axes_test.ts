import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import { type Axes, axesText, parseAxes, placePoints } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import { drawFigure, WIDTHS } from "@/lib/chart/figure.ts";
import { assignColours } from "@/lib/chart/theme.ts";
import {
  sampleArea,
  sampleBar,
  sampleHeatmap,
  sampleHistogram,
  sampleLine,
  sampleMultiples,
  samplePeriodBar,
  sampleScatter,
} from "@/tests/fixtures/sample_blocks.ts";

const AXES: Axes = {
  width: 200,
  height: 100,
  left: 20,
  right: 180,
  top: 10,
  bottom: 90,
  x: { type: "between", low: 0, high: 10 },
  y: { type: "band", first: 25, step: 30, count: 2 },
};

function drawn(figure: Figure, width: number): Promise<string> {
  return drawFigure(figure, { width, colours: assignColours([figure]) });
}

Deno.test("parseAxes() reads what axesText() wrote, and nothing else", () => {
  assertEquals(parseAxes(axesText(AXES)), AXES);
  const others = [
    "",
    "1 2 3",
    axesText(AXES).replace("band", "bend"),
    axesText(AXES).replace("30", "x"),
    axesText({ ...AXES, width: 0 }),
  ];
  for (const text of others) equal(parseAxes(text), null);
});

Deno.test("placePoints() places values between the ends, and names in their bands", () => {
  const figure: Figure = {
    ...sampleBar,
    bars: [{ name: "a", value: 5 }, { name: "b", value: null }, { name: "c", value: 10 }],
  };
  const places = placePoints(figure, AXES).map(({ x, y }) => [x, y]);
  // 5 of 10 is in the middle of 20 to 180; no amount is drawn as zero; the third name is not drawn.
  assertEquals(places, [[100, 25], [20, 55], [180, null]]);
});

Deno.test("placePoints() puts points where the server drew them", async (t) => {
  for (const width of Object.values(WIDTHS)) {
    await t.step(`dots, ${width} pixels wide`, async () => {
      const svg = await drawn(
        { ...sampleScatter, points: sampleScatter.points.slice(0, 5) },
        width,
      );
      const axes = parseAxes(/data-axes="([^"]*)"/.exec(svg)?.[1] ?? "");
      const circles = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)" fill="[^"]*" r="3.5"/g)]
        .map(([, x, y]) => [Number(x), Number(y)]);
      equal(circles.length, 5);
      ok(axes !== null);
      const figure = { ...sampleScatter, points: sampleScatter.points.slice(0, 5) };
      const places = placePoints(figure, axes).map(({ x, y }) => [x, Number(y)]);
      near(places, circles);
    });
    await t.step(`bars, ${width} pixels wide`, async () => {
      const svg = await drawn(samplePeriodBar, width);
      const axes = parseAxes(/data-axes="([^"]*)"/.exec(svg)?.[1] ?? "");
      ok(axes !== null);
      const tops = [
        ...svg.matchAll(/<rect height="([^"]*)" width="([^"]*)" x="([^"]*)" y="([^"]*)"/g),
      ]
        .map(([, , wide, x, y]) => [Number(x) + Number(wide) / 2, Number(y)]);
      // A period without an amount has no bar.
      const places = placePoints(samplePeriodBar, axes).filter(({ y }) => y !== null);
      near(places.map(({ x, y }) => [x, Number(y)]), tops);
    });
  }
  await t.step("every kind of chart tells its axes", async () => {
    const figures = [
      sampleLine,
      sampleArea,
      sampleBar,
      sampleHistogram,
      sampleHeatmap,
      sampleMultiples,
    ];
    for (const figure of figures) {
      const svg = await drawn(figure, WIDTHS.wide);
      const axes = parseAxes(/data-axes="([^"]*)"/.exec(svg)?.[1] ?? "");
      ok(axes !== null, figure.type);
      for (const { x, y } of placePoints(figure, axes)) {
        ok(x >= axes.left - 0.5 && x <= axes.right + 0.5, `${figure.type} at ${x}`);
        ok(y === null || (y >= axes.top - 0.5 && y <= axes.bottom + 0.5), `${figure.type} at ${y}`);
      }
    }
  });
});

/** To the tenth of a pixel that drawings are written to. */
function near(places: readonly (readonly number[])[], drawn: readonly (readonly number[])[]) {
  equal(places.length, drawn.length);
  for (const [index, place] of places.entries()) {
    for (const side of [0, 1]) {
      ok(Math.abs(place[side] - drawn[index][side]) <= 0.1, `${place} beside ${drawn[index]}`);
    }
  }
}
