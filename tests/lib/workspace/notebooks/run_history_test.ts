import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";

/** A cell that goes on for minutes. */
const SLOW = "```sql slow\nquery: |\n  select count(*) as n\n" +
  "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n```\n";

notebooksTest(
  "readRun() and cancelRuns() find for a reader only what goes on for readers",
  async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: SLOW });
    const asked = { id, what: { type: "all" }, parameters: {} } as const;
    const { run: own } = await notebooks.run(asked);
    // It waits for the first.
    const { run: readers } = await notebooks.run({ ...asked, audience: "reader" });
    const stateOf = async (run: string, audience?: "reader") =>
      (await notebooks.readRun({ id, run, audience })).state;

    await notebooks.cancel({ id, run: own, audience: "reader" });
    assertEquals(
      [await stateOf(own), await stateOf(readers), await stateOf(readers, "reader")],
      ["running", "queued", "queued"],
    );
    const hidden = rejects(stateOf(own, "reader"), { code: "NOT_FOUND" });
    const stopped = notebooks.cancel({ id, audience: "reader" });
    await notebooks.cancel({ id, run: own });
    await Promise.all([hidden, stopped]);
    assertEquals([await stateOf(own), await stateOf(readers, "reader")], [
      "cancelled",
      "cancelled",
    ]);
    const { items } = await notebooks.runs({ id, after: null, limit: 10 });
    assertEquals(items.map((run) => run.id), [own]);
  },
);
