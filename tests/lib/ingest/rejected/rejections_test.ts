import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { rejectedLines, rejectionsOf } from "@/lib/ingest/rejected/rejections.ts";
import { LineWalk } from "@/lib/ingest/rejected/row_lines.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "rejectionsOf() gives all of a batch in the order of lines, however they lie",
  async (database) => {
    // 12,000 of one line, 11,000 that follow each other, and one far away.
    await database.query(
      `insert into daybook.event_rejected (batch, line, column_name, value, reason)
     select 'b', 7, 'time', n::text, 'bad' from generate_series(1, 12000) as n
     union all select 'b', 100 + n, 'value', n::text, 'bad' from generate_series(1, 11000) as n
     union all select 'b', 2000000000, 'value', 'x', 'bad'
     union all select 'other', 1, 'value', 'x', 'bad'`,
    );
    const found = await Array.fromAsync(rejectionsOf(database, "b"));
    const expected = [
      ...Array.from({ length: 12_000 }, () => 7),
      ...Array.from({ length: 11_000 }, (_, i) => 101 + i),
      2_000_000_000,
    ];
    assertEquals(found.map(({ line }) => line), expected);
    assertEquals(new Set(found.map(({ line, value }) => `${line} ${value}`)).size, expected.length);
    const walk = new LineWalk(await rejectedLines(database, "b"));
    const asked = [6, 7, 8, 100, 101, 11_100, 11_101, 2_000_000_000];
    assertEquals(asked.filter((line) => walk.has(line)), [7, 101, 11_100, 2_000_000_000]);
    assertEquals(await Array.fromAsync(rejectionsOf(database, "none")), []);
  },
);
