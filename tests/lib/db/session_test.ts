import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import type { Session } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { databaseKind, databaseTest, makePlace } from "@/tests/helpers/database.ts";
import { countOf, hasCode, textOf } from "./asked.ts";

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

// The embedded database has one process, which backend_test.ts kills.
if (databaseKind === "server") {
  Deno.test("Database.transaction() ends where its connection was ended between two statements", async () => {
    await using place = await makePlace();
    const [database, other] = await Promise.all([
      openDatabase(place.config),
      openDatabase(place.config),
    ]);
    for (let round = 0; round < 5; round++) {
      await assertRejects(
        database.transaction(async (session) => {
          const [{ pid }] = await session.query("select pg_backend_pid() as pid");
          await other.query("select pg_terminate_backend($1)", [pid]);
          // In every second round it is known to be gone before the transaction goes on.
          const isLeft = "select 1 from pg_stat_activity where pid = $1";
          while (round % 2 === 1 && (await other.query(isLeft, [pid])).length > 0);
        }),
        { code: "PROCESS_ENDED" },
      );
    }
    assertEquals(await database.query("select 1 as n"), [{ n: 1 }]);
    await Promise.all([database.close(), other.close()]);
  });
}
