import { equal, ok } from "node:assert/strict";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Block, LineBlock } from "@/lib/chart/block.ts";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { days, sampleLine } from "@/tests/fixtures/sample_blocks.ts";

function render(...blocks: readonly Block[]): string {
  return renderToString(h(BlockList, { blocks, drawings: new Map() }));
}

Deno.test("BlockList shows evidence behind its one line, closed, its grade told once", () => {
  const html = render({
    type: "details",
    summary: "Reliability B, 73 of 100",
    badge: { text: "B", tone: "good" },
    blocks: [{ type: "text", paragraphs: [[{ kind: "plain", text: "Tried <twice>" }]] }],
  });
  ok(html.startsWith('<details class="details"><summary>'), html);
  ok(html.includes('<span class="badge good" aria-hidden="true">B</span>Reliability B, 73 of 100'));
  ok(html.includes("Tried &lt;twice>"), html);
});

Deno.test("BlockList explains odd periods, the latest first, with what was expected", () => {
  const line: LineBlock = {
    ...sampleLine,
    axis: { title: "Revenue", unit: null },
    grain: "day",
    periods: days("2026-01-01", 3),
    series: [{ name: null, style: "plain", values: [100, 1, 40] }],
    expected: [60, 60, 60],
    band: { lower: [50, 50, 50], upper: [70, 70, 70] },
    flags: [{ index: 0, label: "high", score: 80 }, {
      index: 2,
      label: "low",
      causes: ["North −9"],
    }],
    forecast: null,
  };
  const words = render(line).replaceAll(/<[^>]*>/g, "|").replaceAll(/\|+/g, "|");
  const panel = words.slice(words.indexOf("2 odd days explained"));
  equal(
    panel,
    `2 odd days explained|: ${line.title}|` +
      "3 Jan 2026|20 below what was expected|Revenue|40|Expected|60|Range|50 to 70|North −9|" +
      "1 Jan 2026|40 above what was expected|Revenue|100|Expected|60|Range|50 to 70|" +
      "Score|80 of 100|",
  );
  equal(render({ ...line, flags: [] }).includes("panel"), false);
});

Deno.test("BlockList puts half charts that follow each other into one row, and others alone", () => {
  const half: LineBlock = { ...sampleLine, room: "half" };
  const html = render(sampleLine, half, half, sampleLine);
  const [before, rest] = html.split(/<div\s+class="halves"\s*>/);
  equal(before.match(/<figure/g)?.length, 1);
  const [inside, after] = rest.split("</figure></div>");
  equal(inside.match(/<figure/g)?.length, 2);
  equal(after.match(/<figure/g)?.length, 1);
});
