import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { judgeText } from "./judging.ts";

const text = fc.constantFrom("", " ", "a", " a", "é", "\u00a0b", "x".repeat(200), "x".repeat(201));
const row = fc.record({
  time: fc.constantFrom("2026-01-05", "2026-01-05T10:00:00Z", "", "never"),
  value: fc.constantFrom("1", "-2.50", "", "NaN", "much", "12345678901234567890.5"),
  metric: text,
  source: text,
  eventId: text,
  city: text,
});

Deno.test("EventRows takes as plain only what comes to the same when all of it is looked at", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(null, "shop"),
      async (rows, source) => {
        const lines = rows.map((row) => Object.values(row).map((cell) => `"${cell}"`).join(","));
        // The first row has a time and a value, which tell how the columns are to be read.
        const first = '"2026-01-01","1.5","m","s","0","Graz"';
        const file = ["time,value,metric,source,event_id,city", first, ...lines].join("\n");
        const [plain, looked, counted] = await Promise.all([
          judgeText(file, { source, isOneZone: true }),
          judgeText(file, { source }),
          judgeText(file, { source, isOneZone: true, isCounting: () => true }),
        ]);
        assertEquals(plain, looked);
        assertEquals(counted, { ...looked, events: [] });
      },
    ),
    { numRuns: 200 },
  );
});
