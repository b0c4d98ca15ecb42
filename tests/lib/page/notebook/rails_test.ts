import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { layRails, type RailRow } from "@/lib/page/notebook/rails.ts";

function cell(name: string, ...parents: string[]): RailRow {
  return { name, parents };
}

/** Returns the rail of each cell. */
function railsOf(...rows: RailRow[]) {
  return layRails(rows).nodes.map(({ rail }) => rail);
}

Deno.test("layRails() keeps a chain on one rail", () => {
  assertEquals(railsOf(cell("a"), null, cell("b", "a"), cell("c", "b")), [0, 0, 0]);
});

Deno.test("layRails() leads all ways from a parent over one rail, to its last child", () => {
  const { nodes, edges } = layRails([cell("a"), cell("b", "a"), cell("c", "a"), cell("d", "a")]);
  assertEquals(nodes.map(({ rail }) => rail), [0, 1, 1, 0]);
  assertEquals(edges.map(({ rail }) => rail), [0, 0, 0]);
});

Deno.test("layRails() leads many ways into a cell over one rail, to the right", () => {
  // The way from a has rail 0 and ends at c, so that b stands on 1; the ways into d come on 2.
  const { nodes, edges, count } = layRails([
    cell("a"),
    cell("b", "a"),
    cell("c", "a"),
    cell("e"),
    cell("d", "b", "c", "e"),
  ]);
  assertEquals(nodes.map(({ rail }) => rail), [0, 1, 0, 0, 0]);
  assertEquals(edges.map(({ from, to, rail }) => `${from.name}${to.name} ${rail}`), [
    "ab 0",
    "ac 0",
    "bd 2",
    "cd 2",
    "ed 2",
  ]);
  assertEquals(count, 3);
});

Deno.test("layRails() leads an edge past what stands between", () => {
  // c reads a and b: the way from a must not run through b.
  const { edges } = layRails([cell("a"), cell("b"), cell("c", "b", "a")]);
  assertEquals(edges.map(({ from, rail }) => [from.name, rail]), [["b", 1], ["a", 0]]);
});

Deno.test("layRails() leaves out an edge that another way says as well", () => {
  const { edges } = layRails([cell("a"), cell("b", "a"), cell("c", "a", "b")]);
  assertEquals(edges.map(({ from, to }) => [from.name, to.name]), [["a", "b"], ["b", "c"]]);
});

Deno.test("layRails() ends where cells read each other", () => {
  assertEquals(railsOf(cell("a", "b"), cell("b", "a"), cell("c", "c")).length, 3);
});

Deno.test("layRails() draws an edge to a parent further down", () => {
  const { edges } = layRails([cell("a", "b"), cell("b")]);
  assertEquals(edges.map(({ from, to }) => [from.name, to.name]), [["b", "a"]]);
});

Deno.test("layRails() leaves out parents that are not there", () => {
  assertEquals(layRails([cell("a", "gone")]).edges, []);
});

Deno.test("layRails() never runs a rail through another cell", () => {
  const graphs = fc.array(fc.array(fc.nat(11), { maxLength: 3 }), { maxLength: 12 });
  fc.assert(fc.property(graphs, (parents) => {
    const { nodes, edges } = layRails(
      parents.map((ids, row) =>
        cell(`c${row}`, ...new Set(ids.filter((id) => id < row).map((id) => `c${id}`)))
      ),
    );
    return edges.every(({ from, to, rail }) =>
      nodes.every((node) => node.rail !== rail || node.row <= from.row || node.row >= to.row)
    );
  }));
});
