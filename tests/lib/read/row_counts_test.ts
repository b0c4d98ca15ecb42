import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readRows } from "@/lib/read/read_rows.ts";
import type { CountRequest } from "@/lib/read/row_counts.ts";

const FILE = "id,a,b\n1,x,1\n2,,2\n1,x,1\n3,y,\n3,y,\n";

/** What the reader counts of FILE. */
async function countsOf(filters: CountRequest["filters"]) {
  async function* source() {
    yield new TextEncoder().encode(FILE);
  }
  for await (const event of readRows(source, { name: "rows.csv", counts: [{ filters }] })) {
    if (event.type === "done") return event.counts[0];
  }
}

Deno.test("RowCounter counts the rows that each filter leaves of those before it", async () => {
  // Five rows: the second has no a; of the other four two repeat one before.
  assertEquals(
    await countsOf([
      { notNull: ["a"], exactRepeats: "keep" },
      { notNull: [], exactRepeats: "drop" },
    ]),
    [4, 2],
  );
  // Rows 1 and 2 alone have a b and repeat nothing; of them the first has an a.
  assertEquals(
    await countsOf([
      { notNull: ["b"], exactRepeats: "drop" },
      { notNull: ["a"], exactRepeats: "keep" },
    ]),
    [2, 1],
  );
});

Deno.test("RowCounter is none where the table lacks a column", async () => {
  assertEquals(await countsOf([{ notNull: ["c"], exactRepeats: "keep" }]), null);
});
