import { deepStrictEqual, rejects } from "node:assert/strict";
import { checkUser } from "@/lib/db/check_user.ts";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { openConnection } from "@/lib/db/open.ts";
import { databaseKind, databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "checkUser() looks at a server's user, as far as the settings say",
  async (database) => {
    await checkUser(database, { role: null, strict: false });
    if (databaseKind === "embedded") {
      return await checkUser(database, {
        role: "any",
        strict: true,
      });
    }
    await rejects(checkUser(database, { role: "daybook_of_nobody", strict: false }), /DB_APP_ROLE/);
    // Tests come as a superuser.
    await rejects(checkUser(database, { role: null, strict: true }), { code: "BAD_SETTING" });
  },
);

if (databaseKind === "server") {
  databaseTest("checkUser() takes one that reads and writes rows alone", async (database, t) => {
    const name = `app_${crypto.randomUUID().replaceAll("-", "")}`;
    const database_ = await nameOf(database);
    await database.query(`create role ${name} login password 'x'`);
    await database.query(`grant daybook_application, daybook_results to ${name}`);
    try {
      await using as = await openAs(database_, name);
      // As a start does, which looks whether a migration is missing.
      deepStrictEqual(await migrate(as.database), []);
      await checkUser(as.database, { role: name, strict: true });
      const refused = {
        "makes tables": "create table daybook.more (a int)",
        "changes a table": "alter table daybook.accounts add column a int",
        "drops a table": "drop table daybook.audit_log",
        "rewrites the audit log": "update daybook.audit_log set event = ''",
        "empties the audit log": "delete from daybook.audit_log",
        "makes a role": "create role more",
      };
      for (const [what, statement] of Object.entries(refused)) {
        await t.step(`${what} not`, () => rejects(as.database.query(statement)));
      }
      await as.database.query("select * from daybook.accounts");
      await database.query(`grant create on schema daybook to ${name}`);
      await rejects(checkUser(as.database, { role: name, strict: false }), /may change tables/);
      await database.query(`revoke create on schema daybook from ${name}`);
      await database.query(`grant update on daybook.audit_log to ${name}`);
      await rejects(checkUser(as.database, { role: name, strict: false }), /rewrite the audit log/);
    } finally {
      await database.query(`drop owned by ${name}`);
      await database.query(`drop role ${name}`);
    }
  });
}

async function nameOf(database: Database): Promise<URL> {
  const [{ name, port }] = await database.query<{ name: string; port: string }>(
    "select current_database() as name, current_setting('port') as port",
  );
  return new URL(`postgres://127.0.0.1:${port}/${name}`);
}

function openAs(url: URL, name: string): { readonly database: Database } & AsyncDisposable {
  const own = new URL(url);
  own.username = name;
  own.password = "x";
  const database = openConnection({ url: own.href, requireTls: false });
  return { database, [Symbol.asyncDispose]: () => database.close() };
}
