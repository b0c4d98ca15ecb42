import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { makePlan, type Plan } from "@/lib/notebook/run/plan.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Sources } from "@/lib/steps/sources.ts";

const NO_SOURCES: Sources = {
  file: () => Promise.reject(new TypeError("No file")),
  upload: () => Promise.reject(new TypeError("No upload")),
  rows: () => Promise.reject(new TypeError("No connection")),
};

interface PlanTestOptions {
  readonly asOf?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly look?: boolean;
}

/** Plans a notebook of which nothing has run yet. */
function plan(text: string, options: PlanTestOptions = {}): Promise<Plan> {
  const { asOf = "2026-02-01", parameters = {}, look = true } = options;
  const { notebook } = parseNotebook(text, { fileName: "test.md", kinds: KINDS });
  return makePlan(notebook, {
    asOf,
    values: resolveParameters(notebook, { given: parameters, asOf }),
    sources: () => NO_SOURCES,
    signal: new AbortController().signal,
    look,
    stored: () => Promise.resolve(new Map()),
  });
}

function cell(first: string, body: string): string {
  return `\`\`\`${first}\n${body}\n\`\`\`\n\n`;
}

function keysOf({ cells }: Plan): Readonly<Record<string, string | null>> {
  return Object.fromEntries([...cells].map(([name, { key }]) => [name, key]));
}

/** The cells whose keys differ between two plans. */
function changed(before: Plan, after: Plan): readonly string[] {
  const known = keysOf(before);
  return Object.entries(keysOf(after)).filter(([name, key]) => known[name] !== key)
    .map(([name]) => name);
}

const HEAD = "---\nparams:\n  least: { type: number, default: 1 }\n---\n\n";
const ORDERS = cell("load orders", "inline: |\n  day,n\n  2026-01-01,1\n  2026-01-02,2");
const DAILY = cell("kpi daily", "from: orders\ntime: day\nmeasures: { n: sum(n) }");
const LARGE = cell("sql large", "query: select n from orders where n >= ${least}");

Deno.test("makePlan() tells the columns of cells without running them", async () => {
  const { cells, problems } = await plan(HEAD + ORDERS + DAILY + LARGE);
  const columns = (name: string) =>
    cells.get(name)?.schema?.columns.map((column) => `${column.name} ${column.type}`);
  assertEquals(problems, []);
  assertEquals(columns("orders"), ["day date", "n integer"]);
  assertEquals(columns("daily"), ["period date", "n integer", "complete boolean"]);
  assertEquals(columns("large"), ["n integer"]);
});

Deno.test("makePlan() leaves columns open that only reading tells", async () => {
  const { cells, problems } = await plan(HEAD + ORDERS + DAILY, { look: false });
  assertEquals(problems, []);
  assertEquals([...cells.values()].map(({ schema }) => schema), [null, null]);
  // What runs is decided by keys, which need no columns.
  assertEquals([...cells.values()].filter(({ key }) => key === null), []);
});

Deno.test("makePlan() tells by a kpi's body what is wrong below it, before any column is known", async (t) => {
  const by = cell("kpi daily", "from: orders\ntime: day\nby: [Region]\nmeasures: { n: sum(n) }");
  const cases: [string, string, readonly string[]][] = [
    ["an explanation without dimensions", DAILY + cell("explain why", "measure: n"), [
      "why.by Cannot explain a measure as the kpi cell has no dimension left to explain it by: current value is none",
    ]],
    ["one of the only value", by + cell("explain why", "measure: n\nonly: { region: North }"), [
      "why.by Cannot explain a measure as the kpi cell has no dimension left to explain it by: current value is none",
    ]],
    ["one that can be made", by + cell("explain why", "measure: n"), []],
    [
      "measures that there are not, behind a chart too",
      DAILY + cell("chart line", "measure: n") +
      cell("explain why", "measure: m\nfrom: line") +
      cell("detect odd", "measure: m\nfrom: daily") +
      cell("forecast next", "measure: m\nfrom: daily"),
      [
        'why.measure Cannot use a measure as the kpi cell has none of this name: current value is "m"',
        "why.by Cannot explain a measure as the kpi cell has no dimension left to explain it by: current value is none",
        'odd.measure Cannot use a measure as the kpi cell has none of this name: current value is "m"',
        'next.measure Cannot use a measure as the kpi cell has none of this name: current value is "m"',
      ],
    ],
  ];
  for (const [name, below, expected] of cases) {
    await t.step(name, async () => {
      const { problems } = await plan(HEAD + ORDERS + below, { look: false });
      assertEquals(
        problems.map(({ place, message }) => `${place.cell}.${place.key} ${message}`),
        expected,
      );
    });
  }
});

Deno.test("makePlan() changes the keys of what a change can reach, and no others", async (t) => {
  const text = HEAD + ORDERS + DAILY + LARGE;
  const before = await plan(text);
  const cases: readonly (readonly [string, string, PlanTestOptions, readonly string[]])[] = [
    ["nothing", text, {}, []],
    ["prose", text.replace("```kpi", "Some words.\n\n```kpi"), {}, []],
    ["a body", text.replace("sum(n)", "avg(n)"), {}, ["daily"]],
    ["an input", text.replace("02,2", "02,3"), {}, ["orders", "daily", "large"]],
    ["a parameter", text, { parameters: { least: "2" } }, ["large"]],
    ["the day of the run", text, { asOf: "2026-02-02" }, ["daily"]],
    [
      "the time zone",
      text.replace("---\nparams", "---\ntime_zone: Europe/Berlin\nparams"),
      {},
      ["orders", "daily", "large"],
    ],
  ];
  for (const [name, after, options, expected] of cases) {
    await t.step(
      name,
      async () => assertEquals(changed(before, await plan(after, options)), expected),
    );
  }
});

Deno.test("makePlan() gives the rows behind a check their own key", async () => {
  const check = cell("check rules", "not_null: [n]");
  const unchecked = await plan(ORDERS + DAILY);
  const checked = await plan(ORDERS + check + DAILY.replace("from: orders", "from: rules"));
  // A check hands on what it was given: what is below computes the same.
  assertEquals(keysOf(checked).daily, keysOf(unchecked).daily);
});

Deno.test("makePlan() gives no key to what is wrong, and to nothing below it", async () => {
  const wrong = DAILY.replace("sum(n)", "sum(m)");
  const below = cell("detect odd", "from: daily\nmeasure: n");
  const { cells, problems } = await plan(
    ORDERS + wrong + below + cell("sql beside", "query: select n from orders"),
  );
  assertEquals(problems.map(({ code, place }) => [code, place.cell, place.key]), [
    ["MISSING_COLUMN", "daily", "measures.n"],
  ]);
  // Told by the columns alone, so the key is made all the same; the run refuses the cell.
  assertEquals([...cells.values()].map(({ name, schema }) => [name, schema === null]), [
    ["orders", false],
    ["daily", true],
    ["odd", true],
    ["beside", false],
  ]);
});

Deno.test("makePlan() gives no key to a body that does not fit its kind", async () => {
  const wrong = DAILY.replace("time: day", "tiem: day");
  const { cells, problems } = await plan(
    ORDERS + wrong + cell("detect odd", "from: daily\nmeasure: n"),
  );
  assertEquals(problems.map(({ place }) => place.cell), ["daily", "daily"]);
  assertEquals([...cells.values()].map(({ name, key }) => [name, key === null]), [
    ["orders", false],
    ["daily", true],
    ["odd", true],
  ]);
});

Deno.test("makePlan() makes no key of a disabled cell, and says what waits for it", async () => {
  const disabled = ORDERS.replace("inline:", "disabled: true\ninline:");
  const { cells } = await plan(disabled + DAILY);
  assertEquals([...cells.values()].map(({ key, waits }) => [key, waits]), [
    [null, "it is disabled"],
    [null, '"orders" is disabled'],
  ]);
});

Deno.test("makePlan() tells of all wrong measures of a kpi at once", async () => {
  const wrong = "from: orders\ntime: dey\nby: [m, k]\nwhere: day\n" +
    "measures:\n  a: sum(m)\n  b: count(*)\n  c: max(day)\n  d: sum(n) + a\n  e: n";
  const { problems } = await plan(ORDERS + cell("kpi daily", wrong));
  assertEquals(problems.map(({ code, place }) => [code, place.key]), [
    ["MISSING_COLUMN", "time"],
    ["MISSING_COLUMN", "by[1]"],
    ["MISSING_COLUMN", "by[2]"],
    ["WRONG_TYPE", "where"],
    ["MISSING_COLUMN", "measures.a"],
    ["WRONG_TYPE", "measures.c"],
    ["MISSING_COLUMN", "measures.d"],
    ["BAD_EXPRESSION", "measures.e"],
  ]);
});

Deno.test("makePlan() tells of wrong columns beside a key that is unknown", async (t) => {
  const cases: readonly (readonly [string, string, readonly (string | undefined)[]])[] = [
    ["at the top", "time: dey\ngrian: day\nmeasures: { n: sum(m) }", [
      "grian",
      "time",
      "measures.n",
    ]],
    ["inside of a measure", "time: day\nmeasures: { n: { value: sum(m), unti: USD } }", [
      "measures.n.unti",
      "measures.n",
    ]],
    ["with a value that is none of its key", "time: day\ngrain: dya\nmeasures: { n: sum(m) }", [
      "grain",
      "measures.n",
    ]],
    // What is left out may be what was meant: only columns are told of.
    [
      "that the rest hangs on",
      "time: day\nbi: [day]\nmeasures: { n: sum(n) }\n" +
      "top: { dimension: day, measure: n }",
      ["bi"],
    ],
    ["where the rest cannot be read", "tiem: day\nmeasures: { n: sum(m) }", [undefined, "tiem"]],
  ];
  for (const [name, body, expected] of cases) {
    await t.step(name, async () => {
      const { problems, cells } = await plan(
        ORDERS + cell("kpi daily", `from: orders\n${body}`) +
          cell("detect odd", "from: daily\nmeasure: x"),
      );
      assertEquals(problems.map(({ place }) => place.key), expected);
      assertEquals(problems.map(({ place }) => place.cell).includes("odd"), false);
      assertEquals([cells.get("daily")?.key, cells.get("daily")?.schema], [null, null]);
    });
  }
});

Deno.test("makePlan() tells once of a cell that a statement mentions and there is not", async () => {
  const { problems } = await plan(ORDERS + cell("sql some", "query: select day from ordres"));
  assertEquals(problems.map(({ message }) => message).length, 1);
});
