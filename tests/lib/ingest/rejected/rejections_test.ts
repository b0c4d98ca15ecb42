import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
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

databaseTest(
  "rejectionsOf() gives what is rejected of one line in the order in which it lies, each once",
  async (database) => {
    // Other batches lie between, at first one for one, then alone for long.
    await database.query(
      `insert into daybook.event_rejected (batch, line, column_name, value, reason)
     select case when n > 40000 and n < 100000 or n % 2 = 0 then 'other' else 'b' end, 1, 'time',
       n::text, 'Not a timestamp where the column is timestamp' from generate_series(1, 120000) as n`,
    );
    const found = await Array.fromAsync(rejectionsOf(database, "b"), ({ value }) => Number(value));
    const odd = Array.from({ length: 60_000 }, (_, i) => 2 * i + 1);
    assertEquals(found, odd.filter((n) => n <= 40_000 || n >= 100_000));
  },
);

databaseTest(
  "rejectionsOf() takes no longer for what is rejected of one line than of many",
  async (database) => {
    await database.query(
      `insert into daybook.event_rejected (batch, line, column_name, value, reason)
     select name, case name when 'one' then 1 else row end, 'time', row::text,
       'Not a timestamp where the column is timestamp'
     from (values ('one'), ('many')) as names (name), generate_series(1, 150000) as rows (row)
     order by name, rows.row`,
    );
    const timeOf = async (batch: string) => {
      const start = performance.now();
      assertEquals((await Array.fromAsync(rejectionsOf(database, batch))).length, 150_000);
      return performance.now() - start;
    };
    // Were all that follow sorted for each page, it would be some five times as long. Whatever else
    // the machine does adds to both, so that the least of a few counts.
    const ratios: number[] = [];
    while (ratios.length < 5 && Math.min(...ratios, Infinity) >= 2.5) {
      ratios.push(await timeOf("one") / await timeOf("many"));
    }
    assert(Math.min(...ratios) < 2.5, ratios.join(", "));
  },
);
