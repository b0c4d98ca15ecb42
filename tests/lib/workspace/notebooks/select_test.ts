import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";
import { partOf, selectCells, type Wanted } from "@/lib/workspace/notebooks/select.ts";

/** a ← b ← c, and d beside them. */
const PARENTS: Readonly<Record<string, readonly string[]>> = { a: [], b: ["a"], c: ["b"], d: [] };
const plan = {
  cells: new Map(
    Object.entries(PARENTS).map(([name, parents]) => {
      const problems = name === "d" ? [{ message: "wrong" }] : [];
      // What else a cell has decides nothing here.
      return [name, { name, parents, problems } as unknown as PlannedCell] as const;
    }),
  ),
  order: Object.keys(PARENTS),
  problems: [],
} as unknown as Plan;

Deno.test("selectCells() takes what is wanted, and what that needs", async (t) => {
  const cases: readonly [wanted: Wanted, fresh: readonly string[], cells: readonly string[]][] = [
    [{ type: "all" }, ["a"], ["a", "b", "c", "d"]],
    [{ type: "stale" }, ["a", "b", "d"], ["c", "b", "a"]],
    [{ type: "stale" }, ["a", "b", "c", "d"], []],
    [{ type: "cell", cell: "b", below: false }, [], ["b", "a"]],
    [{ type: "cell", cell: "b", below: true }, [], ["b", "c", "a"]],
    [{ type: "cells", cells: ["d", "gone"] }, [], ["d"]],
  ];
  for (const [wanted, fresh, cells] of cases) {
    await t.step(JSON.stringify(wanted), () => {
      assertEquals([...selectCells(plan, wanted, (cell) => fresh.includes(cell))], cells);
    });
  }
  await t.step("but no cell that is not there", () => {
    const wanted = { type: "cell", cell: "gone", below: false } as const;
    assertThrows(() => selectCells(plan, wanted, () => false), { code: "NOT_FOUND" });
  });
});

Deno.test("partOf() leaves out the rest, with its problems", () => {
  const part = partOf(plan, new Set(["a", "b"]));
  assertEquals([part.order, [...part.cells.keys()], part.problems], [["a", "b"], ["a", "b"], []]);
  assertEquals(partOf(plan, new Set(["d"])).problems.length, 1);
});
