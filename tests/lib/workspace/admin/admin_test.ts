import { deepStrictEqual } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makePeople, OWNER } from "@/tests/helpers/people.ts";

databaseTest("revokeInvitation() tells the audit log", async (database) => {
  const { admin, auth } = await makePeople(database);
  const origin = "http://127.0.0.1";
  await admin.invite({ by: OWNER, email: "new@example.com", role: "viewer", origin });
  const [{ id }] = await admin.invitations({ by: OWNER });
  await admin.revokeInvitation({ by: OWNER, id });
  const told = await auth.audit.list({ event: "invitation_revoked", size: 10 });
  deepStrictEqual(told.map(({ account, details }) => [account, details]), [[null, {
    by: "owner",
  }]]);
});

databaseTest("services() and accounts() tell what files take", async (database) => {
  const room = { accountBytes: 20_000_000, allBytes: Infinity };
  const { admin, add } = await makePeople(database, { room });
  const account = await add("ann", "editor");
  await database.kysely.insertInto("datasets")
    .values({ digest: "d", name: "a.csv", bytes: 2_500_000, format: "csv", facts: "{}" }).execute();
  await database.kysely.insertInto("dataset_holders")
    .values({ digest: "d", account, held_at: "2026-03-01T00:00:00Z", name: "a.csv" }).execute();
  const told = (await admin.services({ by: OWNER })).at(-1);
  deepStrictEqual(
    told?.effect,
    "2.5 MB of files and 0 MB of received events, without a limit. An account has 20 MB",
  );
  const [ann] = await admin.accounts({ by: OWNER });
  deepStrictEqual(ann.fileBytes, 2_500_000);
});
