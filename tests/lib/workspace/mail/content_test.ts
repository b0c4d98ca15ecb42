import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Block } from "@/lib/chart/block.ts";
import { contentOf } from "@/lib/workspace/mail/content.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { makeView } from "@/tests/helpers/linked_notebooks.ts";

const LINE: Block = {
  type: "line",
  title: "Revenue by day",
  answer: "Revenue rose",
  axis: { title: "Revenue", unit: null },
  grain: "day",
  periods: ["2026-01-01"],
  series: [{ name: null, style: "plain", values: [1] }],
  expected: null,
  band: null,
  flags: [],
  forecast: null,
  target: null,
  incomplete: false,
};

const NUMBER: Block = {
  type: "number",
  title: "Revenue",
  value: 108,
  unit: null,
  change: { before: 100, base: "the week before" },
  better: "higher",
  history: [],
};

/** A cell that shows some blocks, of which the first chart may be drawn. */
function cellOf(name: string, blocks: readonly Block[], drawn: boolean): CellView {
  const [base] = makeView().blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const place = blocks.findIndex(({ type }) => type === "line");
  return {
    ...base,
    name,
    parents: [],
    output: {
      key: name,
      rows: 1,
      rejected: 0,
      blocks,
      drawings: drawn ? { [place]: { wide: "<svg wide/>", narrow: "<svg narrow/>" } } : {},
      figures: {},
      milliseconds: 1,
      computedAt: "2026-01-01T00:00:00Z",
      origin: "computed",
    },
  };
}

function viewOf(cells: readonly CellView[]): NotebookView {
  const blocks = cells.map((cell, index) => ({ type: "cell" as const, index, cell }));
  return { ...makeView(), title: "Sales", blocks };
}

Deno.test("contentOf() tells of the cells that the summary reads, and of no others", () => {
  const text: Block = {
    type: "text",
    paragraphs: [
      [{ kind: "plain", text: "It was " }, { kind: "figure", text: "108", cell: "a" }],
      [],
    ],
  };
  const summary = { ...cellOf("brief", [text], false), kind: "summary", parents: ["a", "b"] };
  const view = viewOf([
    cellOf("a", [NUMBER, LINE, LINE], true),
    cellOf("b", [LINE], false),
    cellOf("secret", [NUMBER, LINE], true),
    summary,
  ]);
  const { title, paragraphs, numbers, charts } = contentOf(view, summary);
  assertEquals([title, paragraphs], ["Sales", ["It was 108"]]);
  // 108 / 100 - 1 = 8%, as pages write it.
  assertEquals(numbers, [{ title: "Revenue", value: "108", change: "+8.0% on the week before" }]);
  assertEquals(charts.map(({ svg }) => svg), ["<svg narrow/>", null]);
});

Deno.test("contentOf() keeps a letter short, and says nothing of what did not run", () => {
  const many = Array.from({ length: 12 }, (_, i) => cellOf(`c${i}`, [NUMBER, LINE], true));
  const parents = many.map(({ name }) => name);
  const summary = { ...cellOf("brief", [], false), kind: "summary", parents, output: null };
  const { paragraphs, numbers, charts } = contentOf(viewOf([...many, summary]), summary);
  assertEquals([paragraphs.length, numbers.length, charts.length], [0, 8, 4]);
});

Deno.test("contentOf() draws a series once, with its odd days or its forecast", () => {
  const [kpi, detect] = [cellOf("daily", [NUMBER, LINE], true), cellOf("odd", [LINE], true)];
  const odd = { ...detect, kind: "detect", parents: ["daily"] };
  const told = (parents: readonly string[]) => {
    const summary = { ...cellOf("brief", [], false), kind: "summary", parents };
    const { numbers, charts } = contentOf(viewOf([kpi, odd, summary]), summary);
    return [numbers.length, charts.length];
  };
  assertEquals(told(["daily", "odd"]), [1, 1]);
  // Where the odd days are not told of, the series is drawn.
  assertEquals(told(["daily"]), [1, 1]);
});
