import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, codeOfOddity, type Oddity } from "@/lib/stats/detect/oddity.ts";
import { daysAfter, easeAfter } from "@/lib/steps/detect/aftermath.ts";
import type { CoveredSpan } from "@/lib/steps/events/cover.ts";

function span(name: string, from: number, until = from): CoveredSpan {
  return { name, effect: "explain", from, until };
}

/** Days of which 100 is expected and 70 to 130 is not odd: 10 is a deviation. */
function found(values: readonly number[], kinds: Readonly<Record<number, Oddity>> = {}): Detection {
  const z = values.map((value) => (value - 100) / 10);
  const all = (value: number) => Float64Array.from(values, () => value);
  const kindOf = (at: number): Oddity =>
    kinds[at] ?? (Math.abs(z[at]) <= 3 ? "none" : z[at] > 0 ? "spike" : "drop");
  return {
    expected: all(100),
    lower: all(70),
    upper: all(130),
    score: all(50),
    flagged: Uint8Array.from(values, (_, at) => Number(kindOf(at) !== "none")),
    kind: Uint8Array.from(values, (_, at) => codeOfOddity(kindOf(at))),
    judged: Uint8Array.from(values, () => codeOfJudgement("past")),
  };
}

function flags(
  values: readonly number[],
  spans: readonly CoveredSpan[],
  kinds: Readonly<Record<number, Oddity>> = {},
): readonly number[] {
  const { flagged } = easeAfter(found(values, kinds), Float64Array.from(values), {
    after: daysAfter(spans),
    threshold: 3,
  });
  return [...flagged.keys()].filter((at) => flagged[at] === 1);
}

Deno.test("daysAfter() finds the two days after events, where no other is", () => {
  const after = daysAfter([
    span("Eve", 3),
    span("Day", 4, 5),
    span("Sale", 7),
    { ...span("Note", 12), effect: "none" },
  ]);
  assertEquals([...after], [
    [6, { names: ["Day"], from: 3, until: 5 }],
    [8, { names: ["Sale"], from: 7, until: 7 }],
    [9, { names: ["Sale"], from: 7, until: 7 }],
  ]);
});

Deno.test("easeAfter() takes what comes back after an event for no oddity", async (t) => {
  const cases: [string, readonly number[], readonly number[]][] = [
    ["what a holiday put off", [100, 40, 150, 100], [1]],
    ["on two days, no more than was put off", [100, 40, 135, 122], [1]],
    ["more than was put off", [100, 60, 145, 100], [1, 2]],
    // 35 and then 34 come back of 60.
    ["more on two days together", [100, 40, 135, 134], [1, 3]],
    ["the same way as the event", [100, 40, 50, 100], [1, 2]],
    ["what a sale brought forward", [100, 190, 60, 100], [1]],
    ["three days later", [100, 40, 100, 100, 150], [1, 4]],
    ["after nothing odd", [100, 99, 150, 100], [2]],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => assertEquals(flags(values, [span("Day", 1)]), expected));
  }
});

Deno.test("easeAfter() knows what came after an earlier event of the same name", async (t) => {
  // Both events are as expected themselves.
  const values = [100, 150, 100, 100, 100, 100, 160, 100];
  const spans = (second: string) => [span("Sale", 0), span(second, 5)];
  await t.step("as far, or a quarter farther", () => {
    // 5 deviations the first time, 6 the second.
    assertEquals(flags(values, spans("Sale")), [1]);
  });
  await t.step("but no farther", () => {
    assertEquals(flags(values.with(6, 163), spans("Sale")), [1, 6]);
  });
  await t.step("nor the other way, nor after another", () => {
    assertEquals(flags(values.with(6, 50), spans("Sale")), [1, 6]);
    assertEquals(flags(values, spans("Fair")), [1, 6]);
  });
});

Deno.test("easeAfter() leaves what no event brings", () => {
  const values = [100, 40, 150, 100];
  for (const kind of ["absent", "zero", "level_up", "stuck", "variance"] as const) {
    assertEquals(flags(values, [span("Day", 1)], { 2: kind }), [1, 2], kind);
  }
});

Deno.test("easeAfter() changes nothing without events", () => {
  const one = found([100, 40, 150]);
  assertEquals(
    easeAfter(one, Float64Array.of(100, 40, 150), { after: new Map(), threshold: 3 }),
    one,
  );
});
