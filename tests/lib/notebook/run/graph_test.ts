import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { makeGraph } from "@/lib/notebook/run/graph.ts";
import type { GraphCell } from "@/lib/notebook/run/graph_cell.ts";

function cell(name: string, kind: keyof typeof KINDS, changes: Partial<GraphCell> = {}): GraphCell {
  return {
    name,
    kind,
    from: null,
    mentions: null,
    events: null,
    disabled: false,
    ...KINDS[kind],
    ...changes,
  };
}

const KINDS = {
  load: { accepts: [], gives: "table" },
  check: { accepts: ["table", "series", "events"], gives: "same" },
  kpi: { accepts: ["table"], gives: "series" },
  detect: { accepts: ["series"], gives: "scored" },
  forecast: { accepts: ["series"], gives: "forecast" },
  events: { accepts: ["table", "events"], gives: "events" },
} as const;

Deno.test("makeGraph() takes the nearest cell above whose output fits", () => {
  const graph = makeGraph([
    cell("orders", "load"),
    cell("sound", "check"),
    cell("daily", "kpi"),
    cell("odd", "detect"),
    cell("next", "forecast"),
  ]);
  assertEquals(graph.problems, []);
  assertEquals([...graph.nodes.values()].map(({ name, parents }) => [name, ...parents]), [
    ["orders"],
    ["sound", "orders"],
    ["daily", "sound"],
    ["odd", "daily"],
    // A forecast hangs on the kpi, not on the detect between them.
    ["next", "daily"],
  ]);
});

Deno.test("makeGraph() orders by the graph, not by the page", () => {
  const graph = makeGraph([
    cell("daily", "kpi", { from: ["orders"] }),
    cell("orders", "load"),
  ]);
  assertEquals(graph.order, ["orders", "daily"]);
});

Deno.test("makeGraph() tells what is wrong with an edge", async (t) => {
  const cases: [string, GraphCell[], string[]][] = [
    ["a cycle, at each of its cells", [
      cell("a", "check", { from: ["b"] }),
      cell("b", "check", { from: ["a"] }),
    ], [
      "a BAD_NOTEBOOK Change from in one of these cells",
      "b BAD_NOTEBOOK Change from in one of these cells",
    ]],
    ["an unknown name, with the nearest", [
      cell("orders", "load"),
      cell("daily", "kpi", { from: ["order"] }),
    ], ['daily BAD_NOTEBOOK Did you mean "orders"']],
    ["a stage that does not fit", [
      cell("orders", "load"),
      cell("odd", "detect", { from: ["orders"] }),
    ], ["odd WRONG_STAGE null"]],
    ["nothing above", [
      cell("daily", "kpi"),
    ], ["daily WRONG_STAGE Add such a cell above it, or name one with from"]],
  ];
  for (const [name, cells, expected] of cases) {
    await t.step(name, () => {
      const told = makeGraph(cells).problems.map(({ place, code, remedy }) =>
        `${place.cell} ${code} ${remedy}`
      );
      assertEquals(told, expected);
    });
  }
});

Deno.test("makeGraph() puts the events that a cell names behind its input", async (t) => {
  const cells = (events: string | null, mentions: readonly string[] | null = []) => [
    cell("orders", "load"),
    cell("calendar", "events", { mentions }),
    cell("sound", "check", { from: ["calendar"] }),
    cell("daily", "kpi", { events }),
  ];
  const parentsOf = (events: string | null) => makeGraph(cells(events)).nodes.get("daily")?.parents;
  await t.step("and takes none that is not named", () => {
    // The check between hands on events: it is no one's input by its place either.
    assertEquals(parentsOf(null), ["orders"]);
  });
  await t.step("directly", () => assertEquals(parentsOf("calendar"), ["orders", "calendar"]));
  await t.step("or as another hands them on", () => {
    assertEquals(parentsOf("sound"), ["orders", "sound"]);
  });
  await t.step("but where they are none", () => {
    const told = (events: string) =>
      makeGraph(cells(events)).problems.map(({ place, code, remedy }) =>
        `${place.cell} ${place.key} ${code} ${remedy}`
      );
    assertEquals(told("calendr"), ['daily events BAD_NOTEBOOK Did you mean "calendar"?']);
    assertEquals(told("holidays"), [
      "daily events BAD_NOTEBOOK Events cells are calendar, sound",
    ]);
    assertEquals(told("orders"), ["daily events WRONG_STAGE Events cells are calendar, sound"]);
    assertEquals(
      makeGraph([cell("orders", "load"), cell("daily", "kpi", { events: "orders" })])
        .problems.map(({ remedy }) => remedy),
      ["Add an events cell; a table of events is read by its from"],
    );
  });
});

Deno.test("makeGraph() lets what hangs on a disabled cell wait, and says why", () => {
  const graph = makeGraph([
    cell("orders", "load", { disabled: true }),
    cell("daily", "kpi"),
    cell("odd", "detect"),
  ]);
  assertEquals([...graph.nodes.values()].map(({ waits }) => waits), [
    "it is disabled",
    '"orders" is disabled',
    '"orders" is disabled',
  ]);
});

Deno.test("makeGraph() asks each cell once, however many hand on what is above", () => {
  // Asked anew from each cell below, forty checks over nothing would take 2^40 steps.
  const checks = Array.from({ length: 2000 }, (_, i) => cell(`c${i}`, "check"));
  assertEquals(makeGraph(checks).problems.length, 2000);
  const fed = makeGraph([cell("orders", "load"), ...checks]);
  assertEquals(fed.nodes.get("c1999")?.parents, ["c1998"]);
});
