import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { StatementError } from "@/lib/db/statement_error.ts";
import { MIGRATIONS } from "@/migrations/list.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const NOW = "2026-03-01T12:00:00.000Z";

databaseTest("AuditTable lets the application add and read, and nothing else", async (database) => {
  equal(MIGRATIONS.some(({ name }) => name === "0007_accounts"), true);
  await database.transaction(async (session) => {
    await session.query("set local role daybook_application");
    await session.kysely.insertInto("audit_log").values({
      id: "1",
      at: NOW,
      event: "signed_in",
      account: null,
      address: null,
      details: "{}",
    }).execute();
    const rows = await session.query("select event from daybook.audit_log");
    deepStrictEqual(rows, [{ event: "signed_in" }]);
  });
  const changes = [
    "update daybook.audit_log set event = 'other'",
    "delete from daybook.audit_log",
    "truncate daybook.audit_log",
  ];
  for (const change of changes) {
    await rejects(
      database.transaction(async (session) => {
        await session.query("set local role daybook_application");
        await session.query(change);
      }),
      /permission denied|NO_RIGHTS|rights/i,
    );
  }
});

databaseTest("AccountTable takes one account an address, and known roles", async (database) => {
  const account = { name: "A", created_at: NOW, disabled_at: null };
  await database.kysely.insertInto("accounts")
    .values({ ...account, id: "1", email: "a@example.com", role: "viewer" }).execute();
  await rejects(
    database.kysely.insertInto("accounts")
      .values({ ...account, id: "2", email: "a@example.com", role: "viewer" }).execute(),
    StatementError,
  );
  await rejects(
    database.query(
      `insert into daybook.accounts (id, email, name, role, created_at)
       values ('3', 'b@example.com', 'B', 'owner', $1::timestamptz)`,
      [NOW],
    ),
    StatementError,
  );
});
