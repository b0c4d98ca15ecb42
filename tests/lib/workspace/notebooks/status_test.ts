import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";
import type { CellStatus } from "@/lib/workspace/notebooks/notebook_view.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import { readText } from "@/lib/workspace/notebooks/read_text.ts";
import { NOTHING_SHOWN, type Shown } from "@/lib/workspace/notebooks/shown.ts";
import { findStatuses, type Standing } from "@/lib/workspace/notebooks/status.ts";

const { notebook } = readText(
  "```sql a\nquery: select 1 as n\n```\n\n```sql b\nquery: select n from a\n```\n\n" +
    "```sql c\nquery: select n from b\n```\n",
);
/** The last cell is empty, or has some or all of what it needs. */
const [added, begun, whole] = ["", "method: seasonal\n", "measure: n\n"].map((body) =>
  readText(notebook.text.replace(/```sql c\n[^]*$/, `\`\`\`detect c\n${body}\`\`\`\n`)).notebook
);

/** a ← b ← c; `changed` is what a case is about. */
function standing(
  { cells = {}, stored = [], text, ...rest }: Partial<Omit<Standing, "plan" | "isStored">> & {
    readonly cells?: Readonly<Record<string, Partial<PlannedCell>>>;
    readonly stored?: readonly string[];
    readonly text?: Notebook;
  },
): Standing {
  const parents: Readonly<Record<string, readonly string[]>> = { a: [], b: ["a"], c: ["b"] };
  const planned = Object.entries(parents).map(([name, parents]) => {
    const step = stepOfKind("detect");
    const cell = { name, key: `key of ${name}`, parents, waits: null, problems: [], step };
    // What else a cell has decides nothing here.
    return [name, { ...cell, ...cells[name] } as unknown as PlannedCell] as const;
  });
  const plan = { notebook: text ?? notebook, cells: new Map(planned), order: ["a", "b", "c"] };
  return {
    plan: plan as unknown as Plan,
    shown: new Map(),
    live: new Map(),
    ungranted: new Set(),
    cancelled: new Map(),
    isStored: ({ name }) => stored.includes(name),
    ...rest,
  };
}

const problem = {
  severity: "error",
  code: "BAD_NOTEBOOK",
  message: "Wrong",
  place: {},
  remedy: null,
} as const;

/** Of a key that is there; the other is of the whole body. */
const wrong = { ...problem, place: { key: "query.0" } };

function failedFor(key: string): Shown {
  const failure = {
    key,
    problems: [problem],
    blocks: [],
    figures: {},
    rejected: 0,
    milliseconds: 1,
    at: "2026-01-01T00:00:00Z",
  };
  return { ...NOTHING_SHOWN, key: "older", failure };
}

Deno.test("findStatuses() tells how cells stand", async (t) => {
  const stale: CellStatus = { state: "stale", shown: false };
  const fresh: CellStatus = { state: "fresh" };
  const queued: CellStatus = { state: "queued" };
  const failed: CellStatus = { state: "failed" };
  const waiting = (reason: string): CellStatus => ({ state: "waiting", reason });
  const cases: readonly [
    name: string,
    given: Parameters<typeof standing>[0],
    statuses: readonly CellStatus[],
  ][] = [
    ["where nothing ran", {}, [stale, stale, stale]],
    ["where the catalogue has a result", { stored: ["a", "b"] }, [fresh, fresh, stale]],
    [
      "where an older result is shown",
      { shown: new Map([["a", { ...NOTHING_SHOWN, key: "older" }]]) },
      [{ state: "stale", shown: true }, stale, stale],
    ],
    ["where it runs", { live: new Map([["a", queued]]), stored: ["a"] }, [queued, stale, stale]],
    [
      "where the last run failed",
      { shown: new Map([["a", failedFor("key of a")]]) },
      [failed, waiting('"a" failed'), waiting('"b" waits')],
    ],
    [
      "where it failed before it was edited",
      { shown: new Map([["a", failedFor("another")]]) },
      [{ state: "stale", shown: true }, stale, stale],
    ],
    [
      "where its body is wrong, though a result is there",
      { cells: { b: { problems: [wrong] } }, stored: ["a", "b"] },
      [fresh, failed, waiting('"b" failed')],
    ],
    [
      "where a cell was just added",
      { cells: { c: { problems: [problem] } }, text: added },
      [stale, stale, { ...stale, unset: true }],
    ],
    [
      "where a cell lacks a key yet",
      { cells: { c: { problems: [problem] } }, text: begun },
      [stale, stale, { ...stale, unset: true }],
    ],
    [
      "where a cell has what it needs, and is wrong all the same",
      { cells: { c: { problems: [problem] } }, text: whole },
      [stale, stale, failed],
    ],
    [
      "where a cell that lacks a key was run",
      {
        text: added,
        cells: { c: { problems: [problem] } },
        shown: new Map([["c", failedFor("key of c")]]),
      },
      [stale, stale, failed],
    ],
    [
      "where a key of a cell is wrong",
      {
        cells: { c: { problems: [problem, { ...problem, place: { key: "method" } }] } },
        text: begun,
      },
      [stale, stale, failed],
    ],
    [
      "where what would make it fresh was cancelled",
      { cancelled: new Map([["a", "key of a"], ["b", "key before its edit"]]) },
      [{ ...stale, cancelled: true }, stale, stale],
    ],
    [
      "where a cell waits for a grant",
      { cells: { a: { problems: [problem] } }, ungranted: new Set(["a"]) },
      [waiting("it needs the owner's grant"), waiting('"a" waits'), waiting('"b" waits')],
    ],
    [
      "where a cell above is disabled",
      { cells: { c: { waits: '"b" is disabled' } }, stored: ["a", "b"] },
      [fresh, fresh, waiting('"b" is disabled')],
    ],
  ];
  for (const [name, given, statuses] of cases) {
    await t.step(name, () => {
      assertEquals([...findStatuses(standing(given)).values()], statuses);
    });
  }
});
