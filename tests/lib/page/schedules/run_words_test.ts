import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { durationWords, remedyOf, toldWords } from "@/lib/page/schedules/run_words.ts";

Deno.test("durationWords() tells how long a run took, as exactly as it matters", async (t) => {
  const cases: [number, string][] = [
    [0, "under 0.1 s"],
    [412, "0.4 s"],
    [12_999, "12 s"],
    [60_000, "1 min"],
    // 3 minutes are 180 seconds: 5 are left.
    [185_400, "3 min 5 s"],
    [7_800_000, "2 h 10 min"],
  ];
  for (const [milliseconds, words] of cases) {
    await t.step(words, () => assertEquals(durationWords(milliseconds), words));
  }
});

Deno.test("toldWords() says what a run came to, and what it does not know as it was written", () => {
  assertEquals(
    toldWords({ cells: 1200, computed: 3, letters: 1 }),
    "1,200 cells, 3 computed anew, 1 letter sent",
  );
  assertEquals(
    toldWords({ evicted_results: 2, evicted_bytes: 70, history_runs: 0, backup_archives: 1 }),
    "1 backup made, 2 results evicted",
  );
  assertEquals(toldWords({ pages: 2, place: "here" }), "pages: 2, place: here");
  assertEquals(toldWords({}), "");
});

Deno.test("remedyOf() leads to the notebook where a cell has failed", () => {
  const work = { type: "notebook", notebook: "n", parameters: {}, sends: false } as const;
  match(remedyOf("BAD_QUERY", { work }), /Open the notebook/);
  match(remedyOf("TIME_LIMIT", { work: { type: "kpis" } }), /longer time limit/);
});
