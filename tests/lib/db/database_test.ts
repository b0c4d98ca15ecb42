import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import type { Session } from "@/lib/db/database.ts";
import { StatementError } from "@/lib/db/statement_error.ts";
import { AppError } from "@/lib/errors.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { databaseTest, makePlace } from "@/tests/helpers/database.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";

/** A statement that goes on for minutes. */
const ENDLESS = "select count(*) from (select generate_series(1, 10000000000)) n";

function hasCode(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return await new Response(ReadableStream.from(chunks)).text();
}

async function countOf(session: Session, relation: string): Promise<unknown> {
  const [{ count }] = await session.query(`select count(*) from ${relation}`);
  return count;
}

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

databaseTest("Database.copyIn() stores what BinaryCopyWriter writes", async (database) => {
  await database.query(
    `create table results.t (i int8, f float8, b bool, d date, m time, t timestamptz, n numeric,
       s text)`,
  );
  const writer = new BinaryCopyWriter(8);
  writer.startRow();
  writer.integer(-9007199254740991);
  writer.float(-0.1);
  writer.boolean(true);
  writer.date(-1);
  writer.time(37230000000);
  writer.timestamp(1769853600500000);
  writer.decimal(-9007199254740991, 6);
  writer.text(new TextEncoder().encode("xé€y"), 1, 6);
  writer.startRow();
  writer.integer(4294967296);
  writer.float(1e300);
  writer.boolean(false);
  writer.date(20484);
  writer.time(0);
  writer.timestamp(-1000000);
  writer.decimalText("123456789012345678901234567890.000100");
  writer.string("😀\n\"',");
  writer.startRow();
  for (let column = 0; column < 8; column++) writer.null();
  assertEquals(
    await database.copyIn("copy results.t from stdin (format binary)", [writer.finish()]),
    3,
  );
  assertEquals(await database.query("select * from results.t order by f"), [
    {
      i: -9007199254740991,
      f: -0.1,
      b: true,
      d: "1969-12-31",
      // 37,230 s are 10 h 20 min 30 s; 1,769,853,600 s are 10 h into 2026-01-31.
      m: "10:20:30",
      t: "2026-01-31T10:00:00.5Z",
      n: "-9007199254.740991",
      s: "é€",
    },
    {
      i: 4294967296,
      f: 1e300,
      b: false,
      d: "2026-01-31",
      m: "00:00:00",
      t: "1969-12-31T23:59:59Z",
      n: "123456789012345678901234567890.000100",
      s: "😀\n\"',",
    },
    { i: null, f: null, b: null, d: null, m: null, t: null, n: null, s: null },
  ]);
});

databaseTest("Database.copyIn() stores decimals of every scale as they are", async (database) => {
  await database.query("create table results.t (place int8, n numeric)");
  const cases: [number, number, string][] = [
    [0, 0, "0"],
    [0, 2, "0.00"],
    [5, 1, "0.5"],
    [5, 4, "0.0005"],
    [5, 9, "0.000000005"],
    [10000, 0, "10000"],
    [10000, 4, "1.0000"],
    [10001, 4, "1.0001"],
    [-123456, 3, "-123.456"],
    [100000000, 2, "1000000.00"],
    [9007199254740991, 15, "9.007199254740991"],
    [9007199254740991, 22, "0.0000009007199254740991"],
    [9007199254740990, 1, "900719925474099.0"],
  ];
  const writer = new BinaryCopyWriter(2);
  cases.forEach(([scaled, scale], place) => {
    writer.startRow();
    writer.integer(place);
    writer.decimal(scaled, scale);
  });
  await database.copyIn("copy results.t from stdin (format binary)", [writer.finish()]);
  const rows = await database.query("select n from results.t order by place");
  assertEquals(rows.map(({ n }) => n), cases.map(([, , text]) => text));
});

databaseTest("Database.copyIn() takes chunks that are cut anywhere", async (database) => {
  await database.query("create table results.t (a int8, b text)");
  const bytes = new TextEncoder().encode('1,"x, y"\n2,é\n');
  const pieces = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
  assertEquals(await database.copyIn("copy results.t from stdin (format csv)", pieces), 2);
  assertEquals(
    await textOf(database.copyOut("copy results.t to stdout (format csv)")),
    '1,"x, y"\n2,é\n',
  );
});

databaseTest("Database.copyIn() stores nothing when a row is refused", async (database) => {
  await database.query("create table results.t (a int8 check (a < 3))");
  for (const text of ["1\nx\n", "1\n2\n3\n", "1\n2\n3"]) {
    await assertRejects(
      database.copyIn("copy results.t from stdin", [new TextEncoder().encode(text)]),
      hasCode("DATABASE_ERROR"),
    );
  }
  assertEquals(await countOf(database, "results.t"), 0);
});

databaseTest(
  "Database.copyIn() throws what its chunks throw, and stores nothing",
  async (database) => {
    await database.query("create table results.t (a int8)");
    async function* failing() {
      yield await Promise.resolve(new TextEncoder().encode("1\n"));
      throw new AppError("BAD_FILE", "Cannot read a file");
    }
    await assertRejects(
      database.copyIn("copy results.t from stdin", failing()),
      hasCode("BAD_FILE"),
    );
    assertEquals(await countOf(database, "results.t"), 0);
  },
);

databaseTest("Database.copyOut() can be left early", async (database) => {
  const lines = database.copyOut("copy (select generate_series(1, 1000000)) to stdout");
  for await (const chunk of lines) {
    assertEquals(chunk[0], "1".charCodeAt(0));
    break;
  }
  assertEquals(await database.query("select 1 as one"), [{ one: 1 }]);
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

databaseTest(
  "Database.transaction() enters a role before whatever comes first in it",
  async (database) => {
    const role = { role: "results" } as const;
    // A statement with parameters, one without, and a copy each are sent in their own way.
    const firsts: readonly ((session: Session) => Promise<unknown>)[] = [
      (session) => session.query("select current_user::text as name"),
      (session) => session.query("select current_user::text as name where $1", [true]),
      (session) => session.columns("select current_user::text as name"),
    ];
    for (const first of firsts) {
      const told = JSON.stringify(await database.transaction(first, role));
      assert(told.includes("daybook_results"), told);
    }
    const line = [new TextEncoder().encode("1\n")];
    const copy = (session: Session) =>
      session.copyIn("copy daybook.migrations (name) from stdin", line);
    await assertRejects(database.transaction(copy, role), hasCode("NO_RIGHTS"));
    // What is asked after it is the owner's again.
    const [{ name }] = await database.query<{ name: string }>("select current_user::text as name");
    assert(name !== "daybook_results");
  },
);

databaseTest(
  "The results role reads and makes tables in results, and nothing else",
  async (database, t) => {
    const role = { role: "results" } as const;
    await database.query("create table results.of_owner as select 1 as x");
    await database.query("create table made as select x + 1 as x from of_owner", [], role);
    assertEquals(await database.query("select x from made", [], role), [{ x: 2 }]);
    assertEquals(await database.query("select x from results.made"), [{ x: 2 }]);
    assertEquals((await database.columns("select x from made", [], role)).length, 1);
    assertEquals(await textOf(database.copyOut("copy made to stdout", role)), "2\n");
    const refused = [
      "select * from daybook.datasets",
      "insert into daybook.runs default values",
      "insert into of_owner values (2)",
      "drop table of_owner",
      "create table daybook.mine (x int8)",
      "create table public.mine (x int8)",
      "create temporary table mine (x int8)",
      "create schema mine",
      "select pg_read_file('/etc/passwd')",
      "copy made to '/tmp/made'",
      "copy made to program 'cat'",
      "alter table daybook.runs owner to daybook_results",
      "create role another",
      "select * from pg_authid",
    ];
    for (const statement of refused) {
      await t.step(
        statement,
        () => assertRejects(database.query(statement, [], role), hasCode("NO_RIGHTS")),
      );
    }
    assertEquals(await database.query("select current_user = session_user as same"), [{
      same: true,
    }]);
  },
);

databaseTest("Session.query() changes the role within a transaction", async (database) => {
  await database.transaction(async (session) => {
    await session.query("create table made as select 1 as x", [], { role: "results" });
    await session.kysely.insertInto("datasets")
      .values({ digest: "d", name: "n", bytes: 1, format: "csv", facts: "{}" }).execute();
  });
  assertEquals(await countOf(database, "results.made"), 1);
});

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

databaseTest("Database.occupy() keeps others from taking it for idle", async (database) => {
  const { signal } = new AbortController();
  const told: string[] = [];
  await database.idle(signal);
  const occupied = database.occupy();
  const idle = database.idle(signal).then(() => told.push("idle"));
  await setImmediate();
  told.push("released");
  occupied[Symbol.dispose]();
  await idle;
  assertEquals(told, ["released", "idle"]);
});

databaseTest("Database.idle() waits while others use the database", async (database) => {
  const { signal } = new AbortController();
  const told: string[] = [];
  const idle = await database.transaction(async (session) => {
    const idle = database.idle(signal).then(() => told.push("idle"));
    await session.query("select 1");
    told.push("used");
    return { idle };
  });
  await idle.idle;
  assertEquals(told, ["used", "idle"]);
});

databaseTest(
  "Database.idle() is not held back by what runs in the background",
  async (database) => {
    const { signal } = new AbortController();
    await database.idle(signal);
    await database.transaction(() => database.idle(signal), { background: true });
  },
);

databaseTest("Database.idle() ends with its signal", async (database) => {
  const controller = new AbortController();
  await database.transaction(async () => {
    const idle = database.idle(controller.signal);
    controller.abort(new Error("Enough"));
    await assertRejects(idle, { message: "Enough" });
  });
});

databaseTest("Database.close() can be called twice", async (database) => {
  await database.close();
  await database.close();
  await assertRejects(database.query("select 1"), hasCode("DATABASE_ERROR"));
});
