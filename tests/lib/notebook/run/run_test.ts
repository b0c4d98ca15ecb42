import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findWanted } from "@/lib/notebook/run/fuse.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { databaseTest, makePlace } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

const ROWS = `day,region,amount
2026-01-01,North,10
2026-01-01,South,20
2026-01-02,North,30
2026-01-02,North,30
2026-01-03,South,
2026-01-03,,5
`;

/** A kpi of filtered rows beside one of all rows. */
function notebook(
  { where = "", clean = "deduplicate: {}", measure = "sum(amount)" }: {
    readonly where?: string;
    readonly clean?: string;
    readonly measure?: string;
  } = {},
): string {
  return `---
params:
  least: { type: number, default: 10 }
---

\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`clean tidy
steps:
  - drop_nulls: [amount]
  - ${clean}
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
${where}measures:
  revenue: ${measure}
  orders: count(*)
  average: avg(amount)
  least: min(amount)
  most: max(amount)
  known: count(region)
\`\`\`

\`\`\`kpi raw
from: orders
time: day
measures: { rows: count(*) }
\`\`\`

\`\`\`sql large
query: select count(*) as n from orders where amount >= \${least}
\`\`\`

\`\`\`summary brief
template: "{{ daily.revenue.total }} in all, {{ large.n }} large"
\`\`\`
`;
}

const FILES = { "orders.csv": ROWS };

/** The cells by how they ended, such as `{ cache: "orders tidy", computed: "daily" }`. */
function byEnd({ ends }: RanNotebook): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, end] of Object.entries(ends)) {
    found[end] = found[end] === undefined ? name : `${found[end]} ${name}`;
  }
  return found;
}

function textOf(ran: RanNotebook): unknown {
  return ran.figures("brief").text;
}

databaseTest(
  "run() computes once and takes from the cache what did not change",
  async (database, t) => {
    const run = (text: string, options: Parameters<typeof runNotebook>[2] = {}) =>
      runNotebook(database, text, { files: FILES, ...options });
    const all = "orders tidy daily raw large brief";
    const first = await run(notebook());
    assertEquals(byEnd(first), { computed: all });
    // 10 + 20 + 30 without the repeat + 5; 20, 30 and 30 are at least 10, and so is 10.
    assertEquals(textOf(first), "65 in all, 4 large");

    const firstRows = await first.rows("daily");

    await t.step("a second run computes nothing", async () => {
      const events: string[] = [];
      const ran = await run(notebook(), { onEvent: ({ type }) => events.push(type) });
      assertEquals(byEnd(ran), { cache: all });
      assertEquals(events, new Array(6).fill("ended"));
      assertEquals(ran.figures("daily"), first.figures("daily"));
    });
    await t.step("a parameter runs the cells that use it, and those below", async () => {
      const ran = await run(notebook(), { parameters: { least: "20" } });
      assertEquals(byEnd(ran), { cache: "orders tidy daily raw", computed: "large brief" });
      assertEquals(textOf(ran), "65 in all, 3 large");
    });
    await t.step("a cell's body runs the cell and those below", async () => {
      const ran = await run(notebook({ measure: "2 * sum(amount)" }));
      assertEquals(byEnd(ran), { cache: "orders tidy raw large", computed: "daily brief" });
      assertEquals(textOf(ran), "130 in all, 4 large");
    });
    await t.step("what was changed back is still there", async () => {
      const ran = await run(notebook());
      assertEquals(byEnd(ran), { cache: all });
      assertEquals(textOf(ran), "65 in all, 4 large");
    });
    await t.step("prose and the order of keys change nothing", async () => {
      const text = notebook().replace("time: day\nby: [region]", "by: [region]\ntime: day");
      assertEquals(byEnd(await run(text.replace("```load", "Some prose.\n\n```load"))), {
        cache: all,
      });
    });
    await t.step("other bytes of a file run everything", async () => {
      const ran = await run(notebook(), {
        files: { "orders.csv": `${ROWS}2026-01-04,West,100\n` },
      });
      assertEquals(byEnd(ran), { computed: all });
      assertEquals(textOf(ran), "165 in all, 5 large");
    });
    await t.step("without the cache everything runs, to the same figures", async () => {
      const ran = await run(notebook(), { cache: false });
      assertEquals(byEnd(ran), { computed: all });
      assertEquals(ran.figures("daily"), first.figures("daily"));
      assertEquals(await ran.rows("daily"), firstRows);
    });
    await t.step("a day that passes runs what depends on it", async () => {
      const ran = await run(notebook(), { asOf: "2027-01-02" });
      assertEquals(byEnd(ran), { cache: "orders tidy large", computed: "daily raw brief" });
    });
  },
);

databaseTest(
  "run() keeps a kpi while a file is read with the figures of the plain plan",
  async (database, t) => {
    const cases: [string, string, number][] = [
      ["with filters between", "deduplicate: {}", 2],
      // A load can't know what more a clean cell does: it keeps the kpi of raw rows alone.
      ["with the same filter as a layer of SQL", "deduplicate: { by: [day, region, amount] }", 1],
    ];
    for (const [name, clean, rollups] of cases) {
      await t.step(name, async () => {
        const kept = await runNotebook(database, notebook({ clean }), {
          files: FILES,
          cache: false,
        });
        const plain = await runNotebook(
          database,
          notebook({ clean, where: "where: 1 = 1\n" }),
          { files: FILES, cache: false },
        );
        assertEquals(findWanted(kept.plan, "orders", { cache: false }).rollups.size, rollups);
        assertEquals(kept.figures("daily"), plain.figures("daily"));
        assertEquals(kept.cell("daily").blocks, plain.cell("daily").blocks);
        assertEquals(await kept.rows("daily"), await plain.rows("daily"));
        // North 10 + 30, South 20 (its other order has no amount), and 5 of no region.
        assertEquals(await kept.rows("daily"), [
          ["2026-01-01", "North", 10, 1, 10, 10, 10, 1, true],
          ["2026-01-01", "South", 20, 1, 20, 20, 20, 1, true],
          ["2026-01-02", "North", 30, 1, 30, 30, 30, 1, true],
          ["2026-01-03", null, 5, 1, 5, 5, 5, 0, true],
        ]);
      });
    }
  },
);

const THREE = `
\`\`\`load one
inline: |
  day,n
  2026-01-01,1
\`\`\`

\`\`\`check broken
row_count: { min: 2 }
\`\`\`

\`\`\`kpi below
time: day
measures: { n: sum(n) }
\`\`\`

\`\`\`load two
inline: |
  day,n
  2026-01-01,2
\`\`\`

\`\`\`kpi beside
from: two
time: day
measures: { n: sum(n) }
\`\`\`
`;

databaseTest(
  "run() runs what does not hang on a failed cell where it is told to go on",
  async (database) => {
    const ran = await runNotebook(database, THREE, { continueOnError: true });
    assertEquals(ran.ends, {
      one: "computed",
      broken: "failed",
      below: "waiting",
      two: "computed",
      beside: "computed",
    });
    const { outcome } = ran.cell("below");
    assertEquals(outcome.state === "waiting" && outcome.reason, '"broken" failed');
    assertEquals(ran.figures("beside")["n.total"], 2);
  },
);

databaseTest("run() starts nothing after it was cancelled", async (database, t) => {
  await t.step("before it began", async () => {
    const ran = await runNotebook(database, THREE, { signal: AbortSignal.abort() });
    assertEquals([ran.run.cancelled, new Set(Object.values(ran.ends))], [
      true,
      new Set(["cancelled"]),
    ]);
  });
  await t.step("while a cell runs", async () => {
    const controller = new AbortController();
    const ran = await runNotebook(
      database,
      "```sql slow\nquery: |\n  select count(*) as n\n" +
        "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n```\n\n" +
        "```sql after\nquery: select n + 1 as n from slow\n```\n",
      {
        signal: controller.signal,
        onEvent: ({ type }) => {
          if (type === "started") controller.abort();
        },
      },
    );
    assertEquals(ran.ends, { slow: "cancelled", after: "cancelled" });
  });
  await t.step("and a run after it finds nothing half done", async () => {
    const ran = await runNotebook(database, THREE.replace("min: 2", "min: 1"));
    assertEquals(new Set(Object.values(ran.ends)), new Set(["computed"]));
  });
});

databaseTest("run() tells one cell's refusal once, and what waits why", async (database) => {
  const ran = await runNotebook(
    database,
    "```load t\ninline: |\n  a\n  1\n```\n\n```clean c\nsteps:\n  - select: [b]\n```\n\n" +
      "```clean d\nsteps:\n  - select: [a]\n```\n\n```clean e\ndisabled: true\nsteps:\n  - select: [a]\n```\n",
  );
  assertEquals(ran.ends, { t: "computed", c: "failed", d: "waiting", e: "waiting" });
  assertEquals(ran.problems("c").map(({ code, place }) => [code, place.key, place.line]), [
    ["MISSING_COLUMN", "steps[1].select[1]", 9],
  ]);
});

databaseTest("run() gives a cell the columns in the order of its body", async (database, t) => {
  const ordered = (measures: string) =>
    `\`\`\`load orders\nfile: orders.csv\n\`\`\`\n\n\`\`\`kpi k\ntime: day\n${measures}\n\`\`\`\n`;
  const measuresOf = (ran: RanNotebook) =>
    ran.plan.cells.get("k")?.stored?.schema.columns.map(({ name }) => name) ?? null;
  const files = { "orders.csv": ROWS };
  const first = ordered("measures: { a: sum(amount), b: count(*) }");
  await runNotebook(database, first, { files });
  await t.step("the same body comes from the cache", async () => {
    const again = await runNotebook(database, first, { files });
    assertEquals(measuresOf(again), ["period", "a", "b", "complete"]);
  });
  await t.step("measures in another order are another body", async () => {
    const other = await runNotebook(
      database,
      ordered("measures: { b: count(*), a: sum(amount) }"),
      { files },
    );
    assertEquals(measuresOf(other), null);
  });
  await t.step("keys of the schema may stand in any order", async () => {
    const other = `\n# A comment\ngrain: day\nmeasures: { a: sum(amount), b: count(*) }`;
    const same = ordered(other).replace("time: day\n", "").replace("grain", "time: day\ngrain");
    assertEquals(measuresOf(await runNotebook(database, same, { files })), [
      "period",
      "a",
      "b",
      "complete",
    ]);
  });
});

Deno.test("run() names the cell whose statement took too long", async () => {
  await using place = await makePlace();
  await (await openDatabase(place.config)).close();
  const database = await openDatabase(place.config, { statementLimitMilliseconds: 1 });
  try {
    // A quick server may load within a millisecond, and sql has a limit of its own; but no kpi groups 90,000 rows so soon.
    const rows = Array.from({ length: 300 }, (_, i) => `  ${i}`).join("\n");
    const text = `\`\`\`load rows\ninline: |\n  n\n${rows}\n\`\`\`\n\n` +
      "```sql many\nquery: select date '2026-01-01' as day, a.n from rows a, rows b\n```\n\n" +
      "```kpi figures\ntime: day\nmeasures:\n  total: sum(n)\n```\n";
    const ran = await runNotebook(database, text);
    const names = ["rows", "many", "figures"];
    // The query warns that it joins each row with every other.
    const [{ code, message, place }] = names.flatMap((name) => ran.problems(name))
      .filter(({ severity }) => severity === "error");
    assertEquals(code, "TIME_LIMIT");
    assertEquals(message.startsWith(`Cannot finish "${place.cell}" in time: `), true);
  } finally {
    await database.close();
  }
});

databaseTest(
  "run() ends a cell that computes on and on, and names the setting",
  async (database) => {
    const rows = Array.from(
      { length: 28 },
      (_, i) => `  2026-01-${String(i + 1).padStart(2, "0")},${i}`,
    ).join("\n");
    const kpi = `\`\`\`load rows\ninline: |\n  day,n\n${rows}\n\`\`\`\n\n` +
      "```kpi daily\ntime: day\nmeasures: { total: sum(n) }\n```\n";
    // What the last cell is computed of is there, so that none but it meets the limit.
    await runNotebook(database, kpi);
    const told: (AbortSignal | undefined)[] = [];
    const ran = await runNotebook(database, `${kpi}\n\`\`\`detect odd\nmeasure: total\n\`\`\`\n`, {
      cellLimitMilliseconds: 1,
      computing: (compute) => ({
        ...compute,
        detect: (_values, _parameters, call) => {
          told.push(call?.signal);
          return new Promise(() => {});
        },
      }),
    });
    assertEquals(ran.ends, { rows: "cache", daily: "cache", odd: "failed" });
    assertEquals(
      ran.problems("odd").map(({ code, message, remedy }) => ({ code, message, remedy })),
      [{
        code: "TIME_LIMIT",
        message:
          'Cannot finish "odd" in time: Cannot go on with a cell as it may take at most 0.001 seconds',
        remedy: "Let it do less, such as fewer series or a longer grain, or raise the setting " +
          "CELL_TIME_LIMIT_SECONDS",
      }],
    );
    // Whatever it has begun is told to stop.
    assertEquals(told.every((signal) => signal?.aborted), true);
  },
);
