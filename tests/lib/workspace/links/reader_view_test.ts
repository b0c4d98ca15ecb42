import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { readerView } from "@/lib/workspace/links/reader_view.ts";
import { makeView, SECRET } from "@/tests/helpers/linked_notebooks.ts";

const NOTHING = { settable: [], begins: {} };

Deno.test("readerView() holds no body, path, connection, problem, tag or other choice", () => {
  const view = makeView();
  ok(JSON.stringify(view).includes(SECRET));
  equal(JSON.stringify(readerView(view, NOTHING)).includes(SECRET), false);
});

Deno.test("readerView() shows prose, cells and results, but nothing of load and disabled cells", () => {
  const view = readerView(makeView(), NOTHING);
  deepStrictEqual([view.title, view.description], ["Sales", "By region"]);
  deepStrictEqual(
    view.blocks.map((block) => block.type === "prose" ? block.markdown : block.cell.name),
    ["# What was sold", "orders", "daily"],
  );
  const [orders, daily] = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  equal(orders.output, null);
  // Drawings are found by the place of their block: what is left out leaves its place.
  deepStrictEqual(daily.output?.blocks.map(({ type }) => type), ["text", "number"]);
  deepStrictEqual(Object.keys(daily.output?.figures ?? {}), ["total", "average"]);
});

Deno.test("readerView() leaves choices to those who may set them", () => {
  const [region, days] = readerView(makeView(), { settable: ["region"], begins: {} }).parameters;
  equal(region.choices.length, 2);
  deepStrictEqual(days, {
    name: "days",
    declaration: { type: "text", title: undefined, default: "28" },
    value: "28",
    given: true,
    choices: [],
    problem: null,
  });
});

Deno.test("readerView() tells that a cell waits, and not for what", () => {
  const view = readerView(makeView({ status: { state: "waiting", reason: SECRET } }), NOTHING);
  equal(JSON.stringify(view).includes(SECRET), false);
});

Deno.test("readerView() tells who wrote a summary, and not what a model was sent", () => {
  const view = makeView();
  const told = readerView({
    ...view,
    blocks: view.blocks.map((block) =>
      block.type === "cell" && block.cell.output !== null
        ? {
          ...block,
          cell: {
            ...block.cell,
            kind: "summary",
            output: {
              ...block.cell.output,
              blocks: [{
                type: "details",
                summary: "Written by a model",
                badge: null,
                blocks: [{ type: "text", paragraphs: [[{ kind: "code", text: SECRET }]] }],
              }],
            },
          },
        }
        : block
    ),
  }, NOTHING);
  const text = JSON.stringify(told);
  ok(text.includes("Written by a model"));
  equal(text.includes(SECRET), false);
});
