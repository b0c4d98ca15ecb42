import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import { asksOutside, chooseAutomatic } from "@/lib/workspace/notebooks/automatic.ts";

/** A plan of a chain of cells: each takes the one before it. */
function chain(...names: readonly string[]): Plan {
  const cells = new Map(names.map((name, i) => {
    const cell = { name, key: name, parents: i === 0 ? [] : [names[i - 1]], waits: null };
    // What else a cell has decides nothing here.
    return [name, { ...cell, problems: [] } as unknown as PlannedCell] as const;
  }));
  return { cells, order: names } as unknown as Plan;
}

Deno.test("chooseAutomatic() takes what is stale and was quick, with what is above it", async (t) => {
  const plan = chain("a", "b", "c");
  const cases: readonly [
    name: string,
    fresh: readonly string[],
    last: Readonly<Record<string, number>>,
    manual: readonly string[],
    chosen: readonly string[],
  ][] = [
    ["all of them", [], { a: 10, b: 20, c: 30 }, [], ["a", "b", "c"]],
    ["only what is stale", ["a"], { a: 10, b: 20, c: 30 }, [], ["b", "c"]],
    ["nothing that never ran", ["a"], { b: 20 }, [], ["b"]],
    ["nothing below what was slow", ["a"], { b: 1001, c: 1 }, [], []],
    ["nothing beyond a second together", [], { a: 400, b: 600, c: 1 }, [], ["a", "b"]],
    ["nothing that a person has to ask for", [], { a: 1, b: 1, c: 1 }, ["a"], []],
    ["nothing where all is fresh", ["a", "b", "c"], { a: 1, b: 1, c: 1 }, [], []],
  ];
  for (const [name, fresh, last, manual, chosen] of cases) {
    await t.step(name, () => {
      assertEquals(
        chooseAutomatic(plan, {
          isFresh: (cell) => fresh.includes(cell),
          lastMilliseconds: (cell) => last[cell] ?? null,
          isManual: (cell) => manual.includes(cell),
        }),
        chosen,
      );
    });
  }
});

Deno.test("asksOutside() knows what only a person begins", async (t) => {
  const step = stepOfKind("summary");
  const cases: [string, unknown, boolean][] = [
    ["a summary that a model writes", { model: "auto" }, true],
    ["a preview of it", { model: "preview" }, false],
    ["a summary of ours", {}, false],
    ["a body that is wrong", null, false],
  ];
  for (const [name, parameters, asks] of cases) {
    // What else a cell has decides nothing here.
    const cell = { step, parameters } as unknown as PlannedCell;
    await t.step(name, () => assertEquals(asksOutside(cell), asks));
  }
});
