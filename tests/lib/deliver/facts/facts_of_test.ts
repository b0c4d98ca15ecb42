import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { factsOf } from "@/lib/deliver/facts/facts_of.ts";
import type { FigureValue } from "@/lib/steps/step.ts";
import type { FactCell } from "@/lib/steps/summary/writer.ts";

function figure(value: FigureValue["value"], unit: string | null = null, title = ""): FigureValue {
  return { value, unit, title };
}

/** On how many rows figures of periods rest, where a test does not say. */
const MANY = {
  ...{ total: 99, last: 99, previous_period: 99, previous_period_change: 99, previous_year: 99 },
  ...{ previous_year_change: 99, "worst.value": 99, before: 99, after: 99, change: 99 },
};

function cell(
  kind: string,
  figures: Record<string, FigureValue>,
  more: Partial<FactCell> = {},
): FactCell {
  return {
    cell: "some",
    kind,
    figures,
    grain: "day",
    measure: null,
    natures: {},
    sizes: {},
    additive: Object.keys(more.natures ?? {}).filter((name) => more.natures?.[name] === "amount"),
    rests: MANY,
    ...more,
  };
}

/** Returns the facts as "path: value". */
function told(cells: readonly FactCell[], smallest = 5) {
  return factsOf(cells, smallest).map(({ name, value }) => `${name}: ${value}`);
}

const WEEKLY = cell("kpi", {
  first: figure("2026-01-05"),
  "revenue.total": figure(684_000, "USD"),
  "revenue.previous_period": figure(null, "USD"),
  "revenue.previous_period_change": figure(-0.12, "%"),
  "revenue.top.region": figure("North"),
  "revenue.by.region.North": figure(466_500, "USD"),
  "revenue.by.region.South": figure(20_250, "USD"),
  "revenue.by.region.East": figure(88_000, "USD"),
  "revenue.by.customer.Ann": figure(24_000, "USD"),
  "price.by.region.North": figure(5, "USD"),
}, {
  natures: { revenue: "amount", price: "average" },
  sizes: { region: { North: 9, South: 2, East: 4 } },
});

Deno.test("factsOf() tells a kpi's measures, and its groups that rest on enough rows", () => {
  assertEquals(told([WEEKLY]), [
    "some.first: 2026-01-05",
    "some.revenue.total: 684000",
    "some.revenue.previous_period_change: -0.12",
    "some.revenue.by.region.North: 466500",
    // 20,250 + 88,000; of the average price there is no sum.
    "some.revenue.by.region.All others: 108250",
    "some.price.by.region.North: 5",
  ]);
});

Deno.test("factsOf() says what is a change, and whom a figure is of", () => {
  const facts = factsOf([WEEKLY], 5).filter(({ type }) => type === "figure");
  assertEquals(
    facts.map((fact) => fact.type === "figure" && [fact.unit, fact.isChange, fact.about]),
    [
      ["USD", false, null],
      ["%", true, null],
      ["USD", false, "North"],
      ["USD", false, "All others"],
      [null, false, "North"],
    ],
  );
});

Deno.test("factsOf() sends no rows, no texts of rows and no kind that it does not know", () => {
  const figures = {
    rows: figure(6),
    "first.name": figure("Ann"),
    "by.Ann": figure(5),
    answer: figure("Ann bought less"),
    "worst.reason": figure("Ann"),
    "region.segment": figure("Ann"),
  };
  assertEquals(
    told(["sql", "explain", "detect", "chart", "another"].map((kind) => cell(kind, figures))),
    [],
  );
  assertEquals(told([cell("load", figures)]), ["some.rows: 6"]);
});

Deno.test("factsOf() knows times, names of models and texts apart", () => {
  const next = cell("forecast", {
    until: figure("2026-04-07"),
    model: figure("ARIMA(1,1,1)"),
    reliability: figure("not enough history"),
  });
  assertEquals(factsOf([next], 5).map(({ type }) => type), ["period", "sentence", "name"]);
});

Deno.test("factsOf() sends no figure of a period with few rows", () => {
  const weekly = cell("kpi", {
    "revenue.total": figure(684_000, "USD"),
    "revenue.last": figure(204_000, "USD"),
    "revenue.previous_period": figure(24_000, "USD"),
    "revenue.previous_period_change": figure(7.5, "%"),
  }, {
    natures: { revenue: "amount" },
    rests: { total: 6, last: 1, previous_period: 5, previous_period_change: 1 },
  });
  assertEquals(told([weekly]), [
    "some.revenue.total: 684000",
    "some.revenue.previous_period: 24000",
  ]);
  const odd = { "worst.value": figure(9), "worst.expected": figure(5), flagged: figure(1) };
  assertEquals(told([cell("detect", odd, { rests: { "worst.value": 4 } })]), [
    "some.flagged: 1",
    "some.worst.expected: 5",
  ]);
  assertEquals(told([cell("explain", { before: figure(1), after: figure(2) }, { rests: {} })]), []);
});

Deno.test("factsOf() merges no counts of different things, and nothing into the total", () => {
  const counted = cell("kpi", {
    "customers.by.region.North": figure(5),
    "customers.by.region.South": figure(2),
    "customers.by.region.East": figure(3),
  }, {
    natures: { customers: "amount" },
    additive: [],
    sizes: { region: { North: 9, South: 3, East: 4 } },
  });
  // A customer may be both in the South and in the East.
  assertEquals(told([counted]), ["some.customers.by.region.North: 5"]);
  assertEquals(told([{ ...counted, additive: ["customers"] }], 10), []);
});
