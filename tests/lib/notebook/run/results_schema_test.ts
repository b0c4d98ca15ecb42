import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { z } from "zod";
import type { Results } from "@/lib/notebook/run/results.ts";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";

type Mutable<T> = T extends readonly (infer U)[] ? Mutable<U>[]
  : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> }
  : T;

/** Compiles only while the schema takes whatever the program may write. */
const written = (results: Mutable<Results>): z.input<typeof resultsSchema> => results;

const SMALLEST: Mutable<Results> = {
  version: 1,
  notebook: "empty.md",
  title: null,
  as_of: "2026-01-31",
  parameters: { since: { type: "date", value: "2026-01-01" } },
  cells: [{
    name: "a",
    kind: "load",
    state: "failed",
    stale: false,
    key: null,
    parents: [],
    rows: null,
    rejected: null,
    grain: null,
    columns: [],
    figures: {},
    blocks: [],
    events: [],
    problems: [{
      severity: "error",
      code: "FILE_NOT_FOUND",
      message: "Cannot read",
      place: { file: "empty.md", line: 2 },
      remedy: null,
    }],
    waits: null,
  }],
  run: {
    id: "00000000-0000-4000-8000-000000000000",
    started_at: "2026-01-31T10:20:30.000Z",
    milliseconds: 1,
    state: "failed",
    cells: [{ name: "a", origin: null, milliseconds: 0, computed_at: null }],
  },
};

Deno.test("resultsSchema takes what a run of one failed cell writes", () => {
  assertEquals(resultsSchema.parse(written(SMALLEST)), SMALLEST);
});

Deno.test("resultsSchema refuses what no run writes", async (t) => {
  const cases: Readonly<Record<string, object>> = {
    "another version": { version: 2 },
    "a key that is not documented": { figures: {} },
    "a day that does not exist": { as_of: "2026-02-30" },
  };
  for (const [name, part] of Object.entries(cases)) {
    await t.step(name, () => {
      assert.equal(resultsSchema.safeParse({ ...SMALLEST, ...part }).success, false);
    });
  }
});
