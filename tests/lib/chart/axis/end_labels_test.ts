import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { drawFigure, WIDTHS } from "@/lib/chart/figure.ts";
import { assignColours } from "@/lib/chart/theme.ts";
import { sampleLines } from "@/tests/fixtures/sample_blocks.ts";

Deno.test("endLabels() says what the others are compared with in full, on a phone too", async () => {
  const [first, ...others] = sampleLines.series;
  const names = ["the week before", "the quarter before", "the year before"];
  for (const name of names) {
    const figure = {
      ...sampleLines,
      series: [first, ...others.slice(0, -1), { ...others[others.length - 1], name }],
    };
    const colours = assignColours([figure]);
    const found = await Promise.all(
      [WIDTHS.wide, WIDTHS.narrow].map((width) => drawFigure(figure, { width, colours })),
    );
    const labels = found.map((svg) => /<text[^>]*>([^<]* before)<\/text>/.exec(svg)?.[1]);
    assertEquals(labels, [name, name.replace("the ", "")]);
  }
});
