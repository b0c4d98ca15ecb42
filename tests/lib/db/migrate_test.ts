import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { sql } from "kysely";
import { migrate } from "@/lib/db/migrate.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { AppError } from "@/lib/errors.ts";
import { MIGRATIONS } from "@/migrations/list.ts";
import { databaseTest, makePlace } from "@/tests/helpers/database.ts";

const NEXT = {
  name: "9999_next",
  up: async (kysely: Parameters<(typeof MIGRATIONS)[number]["up"]>[0]) => {
    await sql`create table daybook.next (x int8)`.execute(kysely);
  },
};

databaseTest("migrate() applies what is missing, once", async (database) => {
  assertEquals(await migrate(database), []);
  assertEquals(await migrate(database, [...MIGRATIONS, NEXT]), ["9999_next"]);
  assertEquals(await migrate(database, [...MIGRATIONS, NEXT]), []);
  assertEquals(await database.query("select count(*) from daybook.next"), [{ count: 0 }]);
});

databaseTest("migrate() leaves nothing of a migration that fails", async (database) => {
  const failing = {
    name: "9999_failing",
    up: async (kysely: Parameters<typeof NEXT.up>[0]) => {
      await NEXT.up(kysely);
      await sql`select 1 / 0`.execute(kysely);
    },
  };
  await assertRejects(migrate(database, [...MIGRATIONS, failing]), AppError);
  assertEquals(await database.query("select to_regclass('daybook.next') as found"), [
    { found: null },
  ]);
});

Deno.test("openDatabase() refuses a database that is newer than the program", async () => {
  await using place = await makePlace();
  const database = await openDatabase(place.config);
  await migrate(database, [...MIGRATIONS, NEXT]);
  await database.close();
  await assertRejects(
    openDatabase(place.config),
    (error: unknown) =>
      error instanceof AppError && error.code === "DATABASE_NEWER" &&
      error.message.includes("9999_next"),
  );
});

databaseTest("migrate() says which rights a user lacks", async (database, t) => {
  if (database.kind === "embedded") return;
  await t.step("who may not make roles or schemas", async () => {
    await using place = await makePlace();
    if (!("url" in place.config)) return;
    const owner = await openDatabase(place.config);
    await owner.query("drop schema daybook cascade");
    await owner.query("drop schema results cascade");
    const name = `daybook_test_${crypto.randomUUID().slice(0, 8)}`;
    await owner.query(`create role ${name} login`);
    const url = new URL(place.config.url);
    url.username = name;
    await assertRejects(
      openDatabase({ url: url.href, requireTls: false }),
      (error: unknown) => error instanceof AppError && error.code === "NO_RIGHTS",
    );
    await owner.query(`drop role ${name}`);
    await owner.close();
  });
});
