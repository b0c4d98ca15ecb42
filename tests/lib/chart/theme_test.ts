import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import {
  assignColours,
  PALETTES,
  resolveColours,
  seriesColour,
  themeDeclarations,
} from "@/lib/chart/theme.ts";
import { sampleArea, sampleBar, sampleLines } from "@/tests/fixtures/sample_blocks.ts";

/** Relative luminance as in WCAG 2.1. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

Deno.test("PALETTES have the contrast that text and lines need", async (t) => {
  for (const [theme, palette] of Object.entries(PALETTES)) {
    await t.step(theme, () => {
      for (const text of [palette.ink, palette.muted, palette.flag, palette.accent]) {
        ok(contrast(text, palette.paper) >= 4.5, `${text} has ${contrast(text, palette.paper)}`);
      }
      for (const line of [...palette.series, palette.rest]) {
        ok(contrast(line, palette.paper) >= 3, `${line} has ${contrast(line, palette.paper)}`);
      }
    });
  }
});

Deno.test("assignColours() gives a dimension value one colour on the whole page", () => {
  // The lines are North, East, West and a muted one; the area adds South; bars add none.
  const assigned = assignColours([sampleBar, sampleLines, sampleArea]);
  assertEquals([...assigned], [["North", 0], ["East", 1], ["West", 2], ["South", 3]]);
});

Deno.test("assignColours() leaves a name that stands alone to the accent", () => {
  const alone = { ...sampleLines, series: sampleLines.series.slice(2) };
  const assigned = assignColours([alone]);
  assertEquals(assigned.size, 0);
  assertEquals(seriesColour("West", assigned), seriesColour(null, assigned));
});

Deno.test("seriesColour() has seven colours, then a grey", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const assigned = new Map(names.map((name, index) => [name, index]));
  const colours = names.map((name) => seriesColour(name, assigned));
  assertEquals(new Set(colours).size, 8);
  assertEquals(colours[7], seriesColour("i", new Map([["i", 8]])));
});

Deno.test("resolveColours() puts a theme's colours in the place of variables", () => {
  assertEquals(
    resolveColours(
      'fill="var(--chart-ink, #1f1e1b)" stroke="var(--chart-series-2, #c2560c)"',
      "dark",
    ),
    `fill="${PALETTES.dark.ink}" stroke="${PALETTES.dark.series[1]}"`,
  );
});

Deno.test("themeDeclarations() set every colour that charts use", () => {
  const declared = themeDeclarations("dark").split(";").length;
  // Eight named colours and seven of series.
  assertEquals(declared, 15);
});
