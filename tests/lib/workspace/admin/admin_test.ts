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
