import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { readSlices } from "@/lib/workspace/tables/slices.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

/** A pace that holds nobody back and counts its turns. */
function countTurns(isUrgent = false) {
  const counted = { turns: 0, isUrgent, turn: () => Promise.resolve(void counted.turns++) };
  return counted;
}

/** Numbers of `array_send` of `int8[]`: five words of head, then a length and eight bytes each. */
function numbersOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getInt32(12);
  return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(20 + 12 * i + 4)));
}

async function makeTable(database: Database, rows: string, more = ""): Promise<void> {
  const asResults = { role: "results" } as const;
  await database.query(`create table results.sliced as ${rows}`, [], asResults);
  if (more !== "") await database.query(more, [], asResults);
}

async function readAll(database: Database, pace = countTurns()) {
  const asked = { relation: "results.sliced", column: "r.n", pace };
  return (await Array.fromAsync(readSlices(database, asked))).map(numbersOf);
}

databaseTest("readSlices() gives a column in the order in which rows lie", async (database) => {
  await makeTable(database, "select n::int8 from unnest(array[3, 1, 2]) as n");
  assertEquals(await readAll(database), [[3, 1, 2]]);
});

databaseTest("readSlices() gives nothing of a table without rows", async (database) => {
  await makeTable(database, "select 1::int8 as n where false");
  assertEquals(await readAll(database), []);
});

databaseTest(
  "readSlices() reads a long table in several statements, a turn each",
  async (database) => {
    // A row takes some 32 bytes of a block of 8,192: 60,000 are over 200 blocks, the first slice 100.
    await makeTable(database, "select g as n from generate_series(1::int8, 60000) as g");
    for (const isUrgent of [false, true]) {
      const pace = countTurns(isUrgent);
      const slices = await readAll(database, pace);
      ok(slices.length > 1, `${slices.length} slices`);
      // One more finds that nothing follows.
      assertEquals(pace.turns, slices.length + 1);
      assertEquals(slices.flat(), Array.from({ length: 60_000 }, (_, i) => i + 1));
    }
  },
);

databaseTest("readSlices() goes on past blocks whose rows are gone", async (database) => {
  await makeTable(
    database,
    "select g as n from generate_series(1::int8, 60000) as g",
    // The whole first slice and more: an empty one is not the end.
    "delete from results.sliced where n < 59990",
  );
  assertEquals(
    (await readAll(database)).flat(),
    [59990, 59991, 59992, 59993, 59994, 59995, 59996, 59997, 59998, 59999, 60000],
  );
});
