import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { sql } from "kysely";
import { AppError } from "@/lib/errors.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { databaseTest, makePlace } from "@/tests/helpers/database.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";
import { countOf, hasCode } from "./asked.ts";

/** A statement that goes on for minutes. */
const ENDLESS = "select count(*) from (select generate_series(1, 10000000000)) n";

databaseTest("A signal stops a statement within 200 ms", async (database) => {
  await assertWithin(200, async () => {
    const controller = new AbortController();
    const running = database.query(ENDLESS, [], { signal: controller.signal });
    let asked = NaN;
    // Time enough for the database to begin.
    setTimeout(() => {
      asked = performance.now();
      controller.abort();
    }, 300);
    await assertRejects(running, hasCode("CANCELLED"));
    return performance.now() - asked;
  });
  assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
});

databaseTest("A signal stops a statement whenever it comes", async (database) => {
  for (const milliseconds of [0, 1, 2, 4, 8]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    const { signal } = controller;
    await assertRejects(
      database.query(`${ENDLESS} where $1`, [true], { signal }),
      hasCode("CANCELLED"),
    );
    assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
  }
});

databaseTest("A signal stops a transaction, which leaves nothing", async (database) => {
  await database.query("create table results.t (a int8)");
  const controller = new AbortController();
  const running = database.transaction(async (session) => {
    await session.query("insert into results.t values (1)");
    queueMicrotask(() => controller.abort());
    await session.query(ENDLESS);
  }, { signal: controller.signal });
  await assertRejects(running, hasCode("CANCELLED"));
  assertEquals(await countOf(database, "results.t"), 0);
});

databaseTest("A signal stops a copy whose chunks never come", async (database) => {
  await database.query("create table results.t (a int8)");
  const controller = new AbortController();
  async function* waiting() {
    yield new TextEncoder().encode("1\n");
    controller.abort();
    await new Promise(() => {});
  }
  const running = database.copyIn("copy results.t from stdin", waiting(), {
    signal: controller.signal,
  });
  await assertRejects(running, hasCode("CANCELLED"));
  assertEquals(await countOf(database, "results.t"), 0);
});

databaseTest("A signal stops a statement that waits for its turn", async (database) => {
  const controller = new AbortController();
  const others = Array.from(
    { length: 8 },
    () => database.query(ENDLESS, [], { signal: controller.signal }),
  );
  setTimeout(() => controller.abort(), 50);
  const ends = await Promise.allSettled(others);
  assert(ends.every((end) => end.status === "rejected" && hasCode("CANCELLED")(end.reason)));
  assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
});

databaseTest("Cancelling one leaves the others' work alone", async (database) => {
  await database.query("create table results.t (a int8)");
  const controller = new AbortController();
  const cancelled = database.query(ENDLESS, [], { signal: controller.signal });
  const others = Array.from(
    { length: 5 },
    (_, n) =>
      database.transaction((session) => session.query("insert into results.t values ($1)", [n])),
  );
  setTimeout(() => controller.abort(), 100);
  await assertRejects(cancelled, hasCode("CANCELLED"));
  await Promise.all(others);
  assertEquals(await countOf(database, "results.t"), 5);
});

databaseTest("A time limit stops a statement", async (database) => {
  for (const role of ["owner", "results"] as const) {
    await assertRejects(
      database.query(ENDLESS, [], { role, timeLimitMilliseconds: 100 }),
      hasCode("TIME_LIMIT"),
    );
  }
});

Deno.test("openDatabase() limits the time of every statement that has no limit of its own", async (t) => {
  await using place = await makePlace();
  const database = await openDatabase(place.config, { statementLimitMilliseconds: 1000 });
  const isOverrun = (error: unknown) =>
    hasCode("TIME_LIMIT")(error) && error instanceof AppError &&
    (error.problems[0].remedy ?? "").includes("STATEMENT_TIME_LIMIT_SECONDS");
  try {
    for (const role of ["owner", "results"] as const) {
      await t.step(`as ${role}`, async () => {
        await assertRejects(database.query(ENDLESS, [], { role }), isOverrun);
        await assertRejects(
          database.transaction((session) => session.query(ENDLESS), { role }),
          isOverrun,
        );
      });
    }
    await t.step("one that has more time", async () => {
      const slow = "select count(*) from generate_series(1, 2000000)";
      const options = { timeLimitMilliseconds: 60_000 };
      assertEquals(await database.query(slow, [], options), [{ count: 2_000_000 }]);
    });
  } finally {
    await database.close();
  }
});

databaseTest("An answer may be so large and no larger", async (database, t) => {
  // Nine texts of a million letters: more than the million bytes that are allowed here.
  const long = "select repeat('x', 1000000) as text from generate_series(1, 9)";
  const sizeLimitBytes = 1_000_000;
  const isTooLarge = (error: unknown) =>
    hasCode("ANSWER_TOO_LARGE")(error) && error instanceof AppError &&
    (error.problems[0].remedy ?? "").includes("left(");
  await t.step("as rows and as columns", async () => {
    const role = "results";
    await assertRejects(database.query(long, [], { sizeLimitBytes }), isTooLarge);
    await assertRejects(database.columns(long, [], { role, sizeLimitBytes }), isTooLarge);
    // What comes next is answered.
    assertEquals(await database.query("select 1 as one", [], { role }), [{ one: 1 }]);
  });
  await t.step("in a transaction, which leaves nothing", async () => {
    const filled = database.transaction(async (session) => {
      await session.query("create table results.filled as select 1 as x");
      await session.query(long, [], { sizeLimitBytes });
    });
    await assertRejects(filled, isTooLarge);
    const [{ found }] = await database.query("select to_regclass('results.filled') as found");
    assertEquals(found, null);
  });
  await t.step("what is smaller is read whole", async () => {
    const rows = await database.query(long, [], { sizeLimitBytes: 10_000_000 });
    assertEquals(rows.length, 9);
  });
});

Deno.test("openDatabase() limits the bytes of every answer, Kysely's too", async () => {
  await using place = await makePlace();
  const database = await openDatabase(place.config, { answerLimitBytes: 1_000_000 });
  try {
    const long = sql<string>`select repeat('x', 1000000) as text from generate_series(1, 9)`;
    await assertRejects(long.execute(database.kysely), hasCode("ANSWER_TOO_LARGE"));
    await assertRejects(
      database.transaction((session) => long.execute(session.kysely)),
      hasCode("ANSWER_TOO_LARGE"),
    );
    // One value of 60 MB is no exception, though it comes in one message.
    const one = "select repeat('x', 60000000) as text";
    await assertRejects(database.query(one), hasCode("ANSWER_TOO_LARGE"));
    assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
  } finally {
    await database.close();
  }
});
