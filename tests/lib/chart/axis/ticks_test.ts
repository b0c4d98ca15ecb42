import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { axisHead, scaleFor, tickText } from "@/lib/chart/axis/ticks.ts";

Deno.test("scaleFor() steps by 1, 2 or 5", async (t) => {
  const cases: [string, [number, number] | null, boolean, number[]][] = [
    ["from near zero", [3, 97], false, [0, 20, 40, 60, 80, 100]],
    ["far from zero", [1010, 1048], false, [1010, 1020, 1030, 1040, 1050]],
    ["far from zero, for bars", [1010, 1048], true, [0, 500, 1000, 1500]],
    ["around zero", [-12, 30], false, [-20, -10, 0, 10, 20, 30]],
    ["below zero", [-40, -4], false, [-40, -30, -20, -10, 0]],
    ["one value", [50, 50], false, [44, 46, 48, 50, 52, 54, 56]],
    ["only zero", [0, 0], false, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ["nothing", null, false, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ];
  for (const [name, extent, fromZero, expected] of cases) {
    await t.step(
      name,
      () =>
        assertEquals(scaleFor(extent, 5, { zero: fromZero ? "always" : "near" }).ticks, expected),
    );
  }
});

Deno.test("scaleFor() covers its values in a few ticks", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
  fc.assert(fc.property(finite, finite, (one, other) => {
    const extent = [Math.min(one, other), Math.max(one, other)] as const;
    const scale = scaleFor(extent, 5);
    const room = scale.step * 1e-6; // Ticks are rounded to 12 digits.
    ok(scale.low <= extent[0] + room && scale.high >= extent[1] - room);
    ok(scale.ticks.length >= 2 && scale.ticks.length <= 8, `${scale.ticks.length} ticks`);
  }));
});

Deno.test("tickText() writes ticks apart from each other and without their unit", async (t) => {
  const cases: [string, [number, number], string | null, string[]][] = [
    ["thousands", [0, 60_000], "USD", ["0", "20k", "40k", "60k"]],
    ["millions close together", [1_002_000, 1_005_900], null, [
      "1,002,000",
      "1,004,000",
      "1,006,000",
    ]],
    ["percent", [0.02, 0.045], "%", ["0", "2", "4", "6"]],
    ["parts of one", [0, 0.3], null, ["0.0", "0.1", "0.2", "0.3"]],
  ];
  for (const [name, extent, unit, expected] of cases) {
    await t.step(name, () => {
      const scale = scaleFor(extent, 3);
      assertEquals(scale.ticks.map(tickText(scale, unit)), expected);
    });
  }
});

Deno.test("axisHead() leaves out what the words above the chart begin with", async (t) => {
  const usd = { title: "Revenue", unit: "USD" };
  const plain = { title: "Visits", unit: null };
  const cases = [
    ["the title", { title: "Revenue by region", answer: null }, usd, "USD"],
    ["the answer", { title: "Visits by day", answer: "Visits 3.4k on 30 Jun" }, plain, ""],
    ["another answer", { title: "Visits by day", answer: "3 days are odd" }, plain, "Visits"],
    ["a longer word", { title: "Visitsome", answer: null }, plain, "Visits"],
  ] as const;
  for (const [name, words, axis, head] of cases) {
    await t.step(name, () => assertEquals(axisHead(words, axis), head));
  }
  await t.step("with what follows the title", () => {
    assertEquals(axisHead({ title: "Visits by page", answer: null }, plain, " by page"), "");
    assertEquals(
      axisHead({ title: "Visits by day", answer: null }, plain, " by page"),
      "Visits by page",
    );
  });
});
