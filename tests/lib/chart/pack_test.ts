import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { Figure, LineBlock } from "@/lib/chart/block.ts";
import { hoverPoints } from "@/lib/chart/hover.ts";
import { packFigure, unpackFigure } from "@/lib/chart/pack.ts";
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
  samplePeriodBar,
  sampleScatter,
} from "@/tests/fixtures/sample_blocks.ts";

function sent(figure: Figure): Figure {
  return unpackFigure(JSON.parse(JSON.stringify(packFigure(figure))));
}

function lineOf(more: Partial<LineBlock>): LineBlock {
  return { ...sampleLine, expected: null, band: null, flags: [], forecast: null, ...more };
}

Deno.test("packFigure() says the same of every point in fewer letters", () => {
  const figures: Figure[] = [
    sampleArea,
    sampleBar,
    sampleForecast,
    sampleHeatmap,
    sampleHistogram,
    sampleLine,
    sampleLines,
    sampleMultiples,
    samplePeriodBar,
    sampleScatter,
  ];
  for (const figure of figures) {
    assertEquals(hoverPoints(sent(figure)), hoverPoints(figure).map(approximately(figure)));
  }
  const [long, short] = [sampleLine, packFigure(sampleLine)].map((one) =>
    JSON.stringify(one).length
  );
  ok(short < 0.8 * long, `${short} of ${long}`);
});

/** Points of lines stand where shown digits put them. */
function approximately(figure: Figure) {
  const shown = hoverPoints(sent(figure));
  return (point: ReturnType<typeof hoverPoints>[number], index: number) => {
    const { y } = shown[index];
    ok(y === point.y || Math.abs(Number(y) - Number(point.y)) <= Math.abs(Number(point.y)) / 1e4);
    return { ...point, y };
  };
}

Deno.test("unpackFigure() brings periods of every grain back", async (t) => {
  const cases: [LineBlock["grain"], readonly string[]][] = [
    ["hour", ["2026-03-28T23:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"]],
    ["hour", ["2026-03-28T23:00:00.000Z", "2026-03-29T00:00:00.000Z"]],
    ["day", ["2024-02-28", "2024-02-29", "2024-03-01"]],
    ["week", ["2025-12-22", "2025-12-29", "2026-01-05"]],
    ["month", ["2025-12-01", "2026-01-01", "2026-02-01"]],
    ["quarter", ["2025-10-01", "2026-01-01"]],
    ["year", ["2024-01-01", "2025-01-01"]],
    // One is missing: each is told.
    ["day", ["2026-01-01", "2026-01-03"]],
    ["day", []],
    // No moment: whatever it is, it stays.
    ["day", ["never", "ever"]],
    ["hour", ["never"]],
  ];
  for (const [grain, periods] of cases) {
    await t.step(`${grain} ${periods}`, () => {
      const values = periods.map(() => 1);
      const figure = lineOf({ grain, periods, series: [{ name: null, style: "plain", values }] });
      assertEquals(sent(figure), JSON.parse(JSON.stringify(figure)));
    });
  }
});

Deno.test("packFigure() keeps the digits of amounts that are told or seen", async (t) => {
  const cases: [string, string | null, readonly (number | null)[], readonly (number | null)[]][] = [
    // A four thousandth of 123,456.78 is 31: whole numbers show it, as all from 1,000 on are told.
    ["whole", null, [123456.78, 99.87654321, 0, null], [123457, 99.88, 0, null]],
    ["all digits of whole numbers", null, [1234567890, 1], [1234567890, 1]],
    // Dollars have cents, below 1,000.
    ["dollars", "USD", [123.4567, 0.5], [123.46, 0.5]],
    // 12.34567% is told as 12.3%, so three digits of the ratio would do; a four thousandth of the
    // extent, 0.2, is 0.00005, so five are kept.
    ["shares", "%", [0.1234567, 0.3234567], [0.12346, 0.32346]],
    // A four thousandth of 0.8 is 0.0002: four digits are seen, though none is told.
    ["a narrow range", null, [100000.123456, 100000.923456], [100000.1235, 100000.9235]],
    ["no range", null, [5.4321, 5.4321], [5.43, 5.43]],
  ];
  for (const [name, unit, values, expected] of cases) {
    await t.step(name, () => {
      const figure = sent(lineOf({
        axis: { title: "Amount", unit },
        periods: days("2026-01-01", values.length),
        series: [{ name: null, style: "plain", values }],
      }));
      ok(figure.type === "line");
      assertEquals(figure.series[0].values, expected);
    });
  }
});
