import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, codeOfOddity, type Oddity } from "@/lib/stats/detect/oddity.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { applyLabels, type Judged, type Label } from "@/lib/steps/detect/labels.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

const LIMIT = 50;
const LEAST = 30;

type Point = readonly [score: number, kind: Oddity];

/** Days from 1 January 2026 on, flagged above the limit; a drop unless told otherwise. */
function judged(points: readonly Point[], segment: readonly string[] = []): Judged {
  const score = Float64Array.from(points, ([one]) => one);
  const expected = new Float64Array(points.length).fill(10);
  const detection: Detection = {
    expected,
    lower: expected,
    upper: expected,
    score,
    flagged: Uint8Array.from(score, (one) => Number(one > LIMIT)),
    kind: Uint8Array.from(points, ([one, kind]) => codeOfOddity(one > LIMIT ? kind : "none")),
    judged: new Uint8Array(points.length).fill(codeOfJudgement("past")),
  };
  const periods = periodsAfter("2025-12-31", "day", points.length);
  return { series: { segment, periods, values: new Float64Array(points.length) }, detection };
}

function day(place: number, label: Label, segment: string[] = []) {
  return { period: `2026-01-${String(place + 1).padStart(2, "0")}`, segment, label };
}

function flagsOf(points: readonly Point[], labels: readonly ReturnType<typeof day>[]): number[] {
  return [...applyLabels([judged(points)], [...labels], LEAST)[0].flagged];
}

const POINTS: readonly Point[] = [
  [60, "drop"],
  [70, "drop"],
  [80, "drop"],
  [55, "level_up"],
  [40, "drop"],
  [35, "drop"],
  [20, "drop"],
];

Deno.test("applyLabels() leaves all as it is where nothing was said", () => {
  assertEquals(flagsOf(POINTS, []), [1, 1, 1, 1, 0, 0, 0]);
});

Deno.test("applyLabels() takes the flag from what is not odd, and from less of its kind", async (t) => {
  const cases: [string, ReturnType<typeof day>[], number[]][] = [
    ["70 and 60, not 80 nor another kind", [day(1, "not")], [0, 0, 1, 1, 0, 0, 0]],
    ["the greatest of several", [day(0, "not"), day(2, "not")], [0, 0, 0, 1, 0, 0, 0]],
    ["another kind alone", [day(3, "not")], [1, 1, 1, 0, 0, 0, 0]],
    ["but for what is real itself", [day(1, "not"), day(0, "real")], [1, 0, 1, 1, 0, 0, 0]],
    ["the last of two labels of a day", [day(1, "not"), day(1, "real")], [1, 1, 1, 1, 0, 0, 0]],
    ["a day that is not here", [{ ...day(1, "not"), period: "2031-01-01" }], [1, 1, 1, 1, 0, 0, 0]],
    ["a segment that is not here", [day(1, "not", ["North"])], [1, 1, 1, 1, 0, 0, 0]],
  ];
  for (const [name, labels, expected] of cases) {
    await t.step(name, () => assertEquals(flagsOf(POINTS, labels), expected));
  }
});

Deno.test("applyLabels() flags what is real, and as much of its kind down to half", async (t) => {
  const cases: [string, ReturnType<typeof day>[], number[]][] = [
    ["40 itself", [day(4, "real")], [1, 1, 1, 1, 1, 0, 0]],
    ["35, and so 40", [day(5, "real")], [1, 1, 1, 1, 1, 1, 0]],
    ["20 itself, else down to 30", [day(6, "real")], [1, 1, 1, 1, 1, 1, 1]],
    ["of a kind where some is not, more alone", [day(5, "real"), day(4, "not")], [
      1,
      1,
      1,
      1,
      0,
      1,
      0,
    ]],
  ];
  for (const [name, labels, expected] of cases) {
    await t.step(name, () => assertEquals(flagsOf(POINTS, labels), expected));
  }
});

Deno.test("applyLabels() hears of one segment what it does in all", () => {
  const north = judged(POINTS, ["North"]);
  const south = judged([[65, "drop"], [75, "drop"]], ["South"]);
  const [first, second] = applyLabels([north, south], [day(1, "not", ["North"])], LEAST);
  assertEquals([...first.flagged], [0, 0, 1, 1, 0, 0, 0]);
  assertEquals([...second.flagged], [0, 1]);
  assertEquals([first.labels.size, second.labels.size], [1, 0]);
});

Deno.test("applyLabels() flags what was muted or not scored only where it is said itself", () => {
  const quiet = judged([[45, "drop"], [46, "drop"], [NaN, "drop"]]);
  quiet.detection.judged[1] = codeOfJudgement("muted");
  const of = (place: number) => [...applyLabels([quiet], [day(place, "real")], LEAST)[0].flagged];
  assertEquals(of(0), [1, 0, 0]);
  assertEquals(of(1), [0, 1, 0]);
  assertEquals(of(2), [0, 0, 1]);
});

Deno.test("applyLabels() never flags more for one more not, nor fewer for one more real", () => {
  const random = createRandom(3);
  const kinds: readonly Oddity[] = ["drop", "zero", "level_up"];
  const points = Array.from({ length: 28 }, (): Point => [
    Math.round(100 * random()),
    kinds[Math.floor(3 * random())],
  ]);
  for (let round = 0; round < 300; round++) {
    const said = new Map<number, Label>();
    for (let i = 0; i < 6; i++) {
      said.set(Math.floor(28 * random()), random() < 0.5 ? "not" : "real");
    }
    const [[place, label], ...others] = [...said];
    const before = flagsOf(points, others.map(([at, one]) => day(at, one)));
    const after = flagsOf(points, [...said].map(([at, one]) => day(at, one)));
    const isMonotone = after.every((flag, i) =>
      label === "not" ? flag <= before[i] : flag >= before[i]
    );
    assert(isMonotone, `round ${round}: ${label} of ${place}`);
  }
});
