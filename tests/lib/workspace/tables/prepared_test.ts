import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { column } from "@/lib/frame/schema.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { createPrepared, type Prepared } from "@/lib/workspace/tables/prepared.ts";
import type { Relation, Selection } from "@/lib/workspace/tables/rows.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeResult } from "./results.ts";

const ROWS = 60_000;

const AS_THEY_LIE: Selection = { sort: null, where: [] };

function by(name: string, direction: "ascending" | "descending" = "ascending"): Selection {
  return { sort: { column: name, direction }, where: [] };
}

/** Rows with a number that no other has, backwards, and one of three words. */
async function makeRelation(database: Database, name: string, rows = ROWS): Promise<Relation> {
  const key = await makeResult(database, name, {
    columns: [column("n", "integer"), column("word", "text")],
    rows: `select ${rows} - g, (array['b', 'a', null])[1 + g % 3] ` +
      `from generate_series(1::int8, ${rows}) as g`,
  });
  const [result] = (await findResults(database, [parseKey(key)])).values();
  return { name: result.relation ?? "", result };
}

async function isReady(prepared: Prepared, relation: Relation, asked: Selection) {
  return await prepared.ready(relation, asked) !== null;
}

databaseTest(
  "createPrepared() brings all columns in order once a table is looked at",
  async (database) => {
    const relation = await makeRelation(database, "looked at");
    await using prepared = createPrepared(database);
    ok(prepared.takes(relation));
    assertEquals(await isReady(prepared, relation, AS_THEY_LIE), false);
    prepared.look(relation, null);
    await prepared.settled();
    for (const asked of [AS_THEY_LIE, by("n"), by("n", "descending"), by("word", "descending")]) {
      const order = await prepared.ready(relation, asked);
      assertEquals(order?.total, ROWS);
    }
    const [last] = (await prepared.ready(relation, AS_THEY_LIE))?.addresses(ROWS - 1, 1) ?? [];
    // The last row has the least number, 0.
    assertEquals((await prepared.ready(relation, by("n")))?.addresses(0, 1), [last]);
  },
);

databaseTest("createPrepared() holds back for whoever uses the database", async (database) => {
  const relation = await makeRelation(database, "held back");
  await using prepared = createPrepared(database);
  await database.transaction(async (session) => {
    prepared.look(relation, null);
    await session.query("select 1");
    assertEquals(await isReady(prepared, relation, AS_THEY_LIE), false);
  });
  await prepared.settled();
  assertEquals(await isReady(prepared, relation, by("word")), true);
});

databaseTest("createPrepared() makes at once what somebody waits for", async (database) => {
  const relation = await makeRelation(database, "hurried");
  await using prepared = createPrepared(database);
  prepared.look(relation, null);
  const order = await prepared.find(relation, by("word", "descending").sort);
  assertEquals(order?.total, ROWS);
  // Of each three rows the first has an "a", the second none, the third a "b".
  const { name } = relation;
  const [{ at }] = await database.query<{ at: string }>(
    `select min(ctid)::text as at from ${name} where word = 'b'`,
  );
  assertEquals(order?.addresses(0, 1), [at]);
});

databaseTest("createPrepared() finds rows that match in any order it has", async (database) => {
  const relation = await makeRelation(database, "matched");
  await using prepared = createPrepared(database);
  const where = [{ column: "word", type: "equals", value: "a" }] as const;
  assertEquals(await prepared.ready(relation, { sort: null, where }), null);
  prepared.look(relation, null);
  await prepared.settled();
  for (const sort of [null, by("n").sort, by("word", "descending").sort]) {
    const order = await prepared.ready(relation, { sort, where });
    assertEquals(order?.total, ROWS / 3);
    const backwards = sort?.column === "n" ? " desc" : "";
    const expected = await database.query<{ at: string }>(
      `select ctid::text as at from ${relation.name} where word = 'a' order by ctid${backwards} offset 15000`,
    );
    assertEquals(order?.addresses(15_000, ROWS), expected.map(({ at }) => at));
  }
  const unknown = { column: "other", type: "is_null", value: "" } as const;
  await rejects(prepared.ready(relation, { sort: null, where: [unknown] }), { code: "NOT_FOUND" });
});

databaseTest("createPrepared() leaves texts beyond 500 bytes to the database", async (database) => {
  const key = await makeResult(database, "long", {
    columns: [column("word", "text"), column("n", "integer")],
    rows: `select repeat('x', case g when 7 then 3000000 else 3 end), g ` +
      `from generate_series(1::int8, ${ROWS}) as g`,
  });
  const [result] = (await findResults(database, [parseKey(key)])).values();
  const relation = { name: result.relation ?? "", result };
  await using prepared = createPrepared(database);
  prepared.look(relation, null);
  await prepared.settled();
  assertEquals(await isReady(prepared, relation, by("word")), false);
  assertEquals(await prepared.find(relation, by("word").sort), null);
  assertEquals(await isReady(prepared, relation, by("n")), true);
});

databaseTest("createPrepared() stops where the result is dropped", async (database) => {
  const relation = await makeRelation(database, "dropped");
  await using prepared = createPrepared(database);
  prepared.look(relation, null);
  await database.query(`drop table ${relation.name}`);
  await prepared.settled();
  assertEquals(await isReady(prepared, relation, AS_THEY_LIE), false);
  await rejects(prepared.find(relation, by("n").sort), { code: "DATABASE_ERROR" });
});

databaseTest("createPrepared() forgets what was dropped with the next table", async (database) => {
  const relation = await makeRelation(database, "forgotten");
  const other = await makeRelation(database, "other");
  await using prepared = createPrepared(database);
  prepared.look(relation, null);
  await prepared.settled();
  await database.query(`drop table ${relation.name}`);
  assertEquals(await isReady(prepared, relation, by("n")), true);
  prepared.look(other, null);
  await prepared.settled();
  assertEquals(await isReady(prepared, relation, by("n")), false);
  assertEquals(await isReady(prepared, other, by("n")), true);
});

databaseTest("createPrepared() makes nothing more once it is disposed of", async (database) => {
  const relation = await makeRelation(database, "disposed");
  const prepared = createPrepared(database);
  prepared.look(relation, null);
  await prepared[Symbol.asyncDispose]();
  assertEquals(await isReady(prepared, relation, by("word")), false);
  prepared.look(relation, null);
  await prepared.settled();
  assertEquals(await isReady(prepared, relation, by("word")), false);
});

databaseTest(
  "createPrepared() takes neither small tables nor what does not fit",
  async (database) => {
    const relation = await makeRelation(database, "small", 100);
    await using prepared = createPrepared(database);
    const ofRows = (rows: number) => ({ ...relation, result: { ...relation.result, rows } });
    // A row takes 6 bytes for its address, 4 for conditions and 4 for an order; 64 MiB are kept.
    const most = Math.floor(64 * 1024 * 1024 / 14);
    const cases = [[100, false], [50_000, true], [most, true], [most + 1, false]] as const;
    for (const [rows, takes] of cases) assertEquals(prepared.takes(ofRows(rows)), takes);
  },
);
