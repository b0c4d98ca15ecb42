import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { column } from "@/lib/frame/schema.ts";
import { profileColumns } from "@/lib/workspace/files/profile.ts";

function evenOf(type: "date" | "timestamp" | "text", values: readonly (string | null)[]) {
  const [{ evenDays, evenHours }] = profileColumns(
    [column("at", type)],
    values.map((value) => [value]),
  );
  return [evenDays, evenHours];
}

Deno.test("profileColumns() tells how evenly rows come", async (t) => {
  const cases: readonly (readonly [string, ...Parameters<typeof evenOf>, ...(number | null)[]])[] =
    [
      ["one a day", "date", ["2026-01-05", "2026-01-06", null, "2026-01-07"], 1, 1],
      // Two days have one row, one has two: 2/3.
      ["not each", "date", ["2026-01-05", "2026-01-05", "2026-01-06", "2026-01-09"], 2 / 3, 2 / 3],
      // One day has two rows, one has one; each of three hours has one.
      [
        "one an hour",
        "timestamp",
        ["2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z", "2026-01-06T08:00:00Z"],
        0.5,
        1,
      ],
      ["texts", "text", ["a", "b"], null, null],
      ["nothing", "date", [null], null, null],
    ];
  for (const [name, type, values, ...expected] of cases) {
    await t.step(name, () => assertEquals(evenOf(type, values), expected));
  }
});
