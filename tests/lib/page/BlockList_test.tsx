import { equal, match, ok } from "node:assert/strict";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Block, LineBlock } from "@/lib/chart/block.ts";
import { BlockList } from "@/lib/page/BlockList.tsx";
import type { LiveOptions } from "@/lib/page/FigureView.tsx";
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
  match(html, /^<details class="details"><summary\s*>/);
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

const LIVE: LiveOptions = {
  setsRange: false,
  addressOf: () => null,
  rowsOf: () => null,
  edits: "edit-odd",
};

Deno.test("BlockList lets those who may edit say which days are odd", () => {
  const line: LineBlock = {
    ...sampleLine,
    flags: [{ index: 1, label: "6 Jan 2026", words: "day is missing", said: "real" }],
    dismissed: [{ index: 3, label: "8 Jan 2026", said: "not" }],
    labels: { segment: ["North"] },
  };
  const html = renderToString(h(BlockList, { blocks: [line], drawings: new Map(), live: LIVE }));
  const buttons = [...html.matchAll(/<button[^>]*form="edit-odd"[^>]*>/g)].map(([button]) =>
    button
  );
  const edits = buttons.map((button) => {
    const value = /value="([^"]*)"/.exec(button)?.[1].replaceAll("&quot;", '"') ?? "";
    return [JSON.parse(value)[0].item?.label ?? null, button.includes('aria-pressed="true"')];
  });
  // Pressed again, a button takes back what was said.
  equal(
    JSON.stringify(edits),
    JSON.stringify([[null, true], ["not", false], ["real", false], [null, true]]),
  );
  const [edit] = JSON.parse(
    /value="([^"]*)"/.exec(buttons[1])?.[1].replaceAll("&quot;", '"') ?? "",
  );
  equal(
    JSON.stringify(edit),
    JSON.stringify({
      type: "put_item",
      path: ["labels"],
      match: { period: "2026-01-06", segment: ["North"] },
      item: { period: "2026-01-06", segment: ["North"], label: "not" },
    }),
  );
  ok(html.includes("1 odd day explained, 1 said not to be"));
  // Who only reads is told, and asked nothing.
  const read = render(line);
  ok(read.includes("Day is missing") && !read.includes("<button"), read);
});

Deno.test("BlockList lets those who may edit choose a row that stands for a setting", () => {
  const table: Block = {
    type: "details",
    summary: "About 2 alerts a month",
    badge: null,
    blocks: [{
      type: "table",
      title: null,
      columns: [{ name: "threshold", type: "float", unit: null }],
      rows: [[3], [4]],
      total: 2,
      sets: { key: "threshold", values: [3, 4], used: 0, clears: "budget" },
    }],
  };
  const html = renderToString(h(BlockList, { blocks: [table], drawings: new Map(), live: LIVE }));
  const values = [...html.matchAll(/value="([^"]*)"/g)].map(([, value]) =>
    JSON.parse(value.replaceAll("&quot;", '"'))
  );
  equal(
    JSON.stringify(values),
    JSON.stringify([[
      { type: "set_value", path: ["threshold"], value: 4 },
      { type: "set_value", path: ["budget"] },
    ]]),
  );
  ok(html.includes("in use"));
  equal(render(table).includes("<button"), false);
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
