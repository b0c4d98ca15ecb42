import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { choicesOf, otherMetrics } from "@/islands/parameters/ask_choices.ts";
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";

function parameter(name: string, type: "source" | "metric", choices: readonly string[]) {
  const declaration = { type, default: "old" } as const;
  return { name, declaration, value: "old", given: true, choices, problem: null };
}

const PARAMETERS: readonly ParameterView[] = [
  parameter("source", "source", ["till"]),
  parameter("metric", "metric", ["takings", "tips"]),
];

/** What is chosen in place of a metric. */
function otherThan(metric: string, choices = choicesOf(PARAMETERS)): readonly string[][] {
  const chosen = { source: "old", metric };
  return otherMetrics(PARAMETERS, { chosen, choices }).map(([{ name }, first]) => [name, first]);
}

Deno.test("otherMetrics() chooses the first metric in place of one that the source has not", () => {
  assertEquals(otherThan("revenue"), [["metric", "takings"]]);
});

Deno.test("otherMetrics() leaves what the source has, and all where nobody knows what it has", () => {
  assertEquals(otherThan("tips"), []);
  assertEquals(otherThan("revenue", {}), []);
  assertEquals(otherThan("revenue", { metric: [] }), []);
});
