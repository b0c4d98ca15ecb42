import { strictEqual as assertIs } from "node:assert/strict";
import { setBodyValue, type ValueChange } from "@/lib/notebook/edit/value.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";

Deno.test("setBodyValue() makes room for a value", async (t) => {
  const cases: readonly (readonly [string, string, ValueChange, string])[] = [
    [
      "in a key without a value",
      "measures:\n",
      { path: ["measures", "a"], value: "count(*)" },
      "measures:\n  a: count(*)\n",
    ],
    [
      "in a mapping that is not there",
      "time: day\n",
      { path: ["top", "n"], value: 3 },
      "time: day\ntop:\n  n: 3\n",
    ],
    [
      "beside a text that stands for a mapping",
      "measures:\n  a: count(*)\n",
      { path: ["measures", "a", "unit"], value: "USD" },
      "measures:\n  a:\n    value: count(*)\n    unit: USD\n",
    ],
    [
      "of such a text, which stays short",
      "measures:\n  a: count(*)\n",
      { path: ["measures", "a", "value"], value: "sum(b)" },
      "measures:\n  a: sum(b)\n",
    ],
    [
      "taking away what such a text has not",
      "measures:\n  a: count(*)\n",
      { path: ["measures", "a", "unit"], value: undefined },
      "measures:\n  a: count(*)\n",
    ],
  ];
  const schema = stepOfKind("kpi")?.parameters ?? null;
  for (const [name, text, change, expected] of cases) {
    await t.step(name, () => assertIs(setBodyValue(text, change, schema), expected));
  }
});
