import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { sql } from "kysely";
import { StatementError } from "@/lib/db/statement_error.ts";
import { AppError } from "@/lib/errors.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { countOf, hasCode } from "./asked.ts";

databaseTest("Database.query() gives values alike on every database", async (database, t) => {
  const cases: [string, unknown][] = [
    ["7::int2", 7],
    ["7::int4", 7],
    ["9007199254740991::int8", 9007199254740991],
    ["9007199254740993::int8", 9007199254740993n],
    ["1.50::numeric", "1.50"],
    ["0.1::float8 + 0.2::float8", 0.30000000000000004],
    ["'NaN'::float8", NaN],
    ["true", true],
    ["date '2026-01-31'", "2026-01-31"],
    ["time '10:20:30'", "10:20:30"],
    ["timestamptz '2026-01-31 10:20:30.5+02'", "2026-01-31T08:20:30.5Z"],
    ["timestamp '2026-01-31 10:20:30'", "2026-01-31T10:20:30"],
    [`'{"a": [1, null]}'::jsonb`, { a: [1, null] }],
    [`array['a', 'b "c"', null]`, ["a", 'b "c"', null]],
    ["array[1, 2]::int8[]", [1, 2]],
    ["'\\x00ff'::bytea", Uint8Array.of(0, 255)],
    ["null::int8", null],
    ["'é€😀'", "é€😀"],
    ["current_setting('TimeZone')", "UTC"],
  ];
  for (const [expression, expected] of cases) {
    await t.step(expression, async () => {
      const [row] = await database.query(`select ${expression} as value`);
      assertEquals(row.value, expected);
    });
  }
});

databaseTest("Database.query() takes parameters of every type", async (database, t) => {
  const cases: [string, unknown, unknown][] = [
    ["int8", 9007199254740991, 9007199254740991],
    ["int8", 2n ** 60n, 2n ** 60n],
    ["numeric", "1.50", "1.50"],
    ["float8", 0.1, 0.1],
    ["bool", false, false],
    ["date", "2026-01-31", "2026-01-31"],
    ["timestamptz", new Date("2026-01-31T10:00:00Z"), "2026-01-31T10:00:00Z"],
    ["jsonb", '{"a":1}', { a: 1 }],
    ["jsonb", { a: 1 }, { a: 1 }],
    ["text[]", ["a", 'b"\\c', null], ["a", 'b"\\c', null]],
    ["bytea", Uint8Array.of(0, 255), Uint8Array.of(0, 255)],
    ["text", "'; drop table x; --", "'; drop table x; --"],
    ["text", null, null],
  ];
  for (const [type, value, expected] of cases) {
    await t.step(`${type} ${String(value)}`, async () => {
      const [row] = await database.query(`select $1::${type} as value`, [value]);
      assertEquals(row.value, expected);
    });
  }
});

databaseTest("Database.query() refuses two statements in one", async (database) => {
  await assertRejects(database.query("select 1; select 2"), hasCode("DATABASE_ERROR"));
});

databaseTest("Database.query() tells why Postgres refused", async (database) => {
  await assertRejects(
    database.query("select *\nfrom nowhere"),
    (error: unknown) =>
      // 42P01 is an undefined table; the name begins after "select *\nfrom ", 14 characters.
      error instanceof StatementError && error.state === "42P01" && error.position === 15,
  );
});

databaseTest("Database.columns() gives typed columns", async (database) => {
  const result = await database.columns(
    `select * from (values
       (1::int8, 1.25::numeric, true, date '2026-01-31', timestamptz '2026-01-31 10:00Z', 'a'),
       (null, null, null, null, null, null)
     ) as rows (i, n, b, d, t, s)`,
  );
  assertEquals(result, {
    length: 2,
    columns: [
      { name: "i", type: "integer", values: Float64Array.of(1, NaN) },
      { name: "n", type: "decimal", values: Float64Array.of(1.25, NaN) },
      { name: "b", type: "boolean", values: [true, null] },
      { name: "d", type: "date", values: ["2026-01-31", null] },
      { name: "t", type: "timestamp", values: ["2026-01-31T10:00:00Z", null] },
      { name: "s", type: "text", values: ["a", null] },
    ],
  });
  assertEquals((await database.columns("select 1 as x where false")).columns, [
    { name: "x", type: "integer", values: new Float64Array() },
  ]);
});

databaseTest("Database.transaction() commits a load as one", async (database) => {
  await database.transaction(async (session) => {
    await session.query("create table results.t (a int8)");
    const rows = await session.copyIn(
      "copy results.t from stdin (freeze)",
      [new TextEncoder().encode("1\n2\n")],
    );
    await session.kysely.insertInto("datasets")
      .values({ digest: "d", name: "n", bytes: rows, format: "csv", facts: "{}" }).execute();
  });
  assertEquals(await countOf(database, "results.t"), 2);
  assertEquals(await database.kysely.selectFrom("datasets").select("bytes").execute(), [{
    bytes: 2,
  }]);
});

databaseTest("Database.transaction() leaves nothing of what throws", async (database) => {
  const failing = database.transaction(async (session) => {
    await session.query("create table results.t (a int8)");
    await session.copyIn("copy results.t from stdin", [new TextEncoder().encode("1\n")]);
    throw new AppError("BAD_FILE", "Cannot read a file");
  });
  await assertRejects(failing, hasCode("BAD_FILE"));
  assertEquals(await database.query("select to_regclass('results.t') as found"), [{ found: null }]);
});

databaseTest("Database.kysely runs transactions of its own", async (database) => {
  await database.kysely.transaction().execute(async (transaction) => {
    await sql`create table results.t (a int8)`.execute(transaction);
    await sql`insert into results.t values (1)`.execute(transaction);
  });
  assertEquals(await countOf(database, "results.t"), 1);
});

databaseTest("Database runs statements side by side without mixing them up", async (database) => {
  const rows = await Promise.all(
    Array.from({ length: 50 }, (_, n) => database.query("select $1::int8 as n", [n])),
  );
  assertEquals(rows.map(([{ n }]) => n), Array.from({ length: 50 }, (_, n) => n));
});

databaseTest("Database.listen() hears what notify() says", async (database) => {
  const heard: string[] = [];
  const first = Promise.withResolvers<void>();
  const stop = await database.listen("Some channel", (payload) => {
    heard.push(payload);
    first.resolve();
  });
  await database.notify("Some channel", "one");
  await first.promise;
  await stop();
  await database.notify("Some channel", "two");
  await database.query("select 1");
  assertEquals(heard, ["one"]);
});

databaseTest("Database.close() can be called twice", async (database) => {
  await database.close();
  await database.close();
  await assertRejects(database.query("select 1"), hasCode("DATABASE_ERROR"));
});
