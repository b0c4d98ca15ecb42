import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { createOwner, type OwnerDesk } from "@/lib/workspace/owner/owner.ts";
import type { Database } from "@/lib/db/database.ts";
import { makeClock } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

interface Desk {
  readonly owner: OwnerDesk;
  readonly lines: string[];
  readonly events: () => readonly string[];
}

async function openDesk(database: Database): Promise<Desk> {
  await migrate(database);
  const clock = makeClock();
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  const owner = createOwner({ database, log, now: clock.now });
  return { owner, lines, events: () => lines.map((line) => JSON.parse(line).event) };
}

databaseTest("createOwner() signs in with a link, and out", async (database) => {
  const { owner, events, lines } = await openDesk(database);
  const { token } = await owner.issueSignInLink();
  const started = await owner.signIn({ token, userAgent: "a browser", address: "127.0.0.1" });
  ok(started);
  deepStrictEqual(await owner.session(started), {
    name: "Owner",
    by: { type: "owner" },
    role: "admin",
    expiresAt: "2026-03-31T12:00:00.000Z",
  });
  equal(await owner.signIn({ token, userAgent: null }), null);
  await owner.signOut(started);
  equal(await owner.session(started), null);
  await owner.signOut(started);
  deepStrictEqual(events(), [
    "security.sign_in_link_issued",
    "security.signed_in",
    "security.sign_in_refused",
    "security.signed_out",
  ]);
  const rows = await database.kysely.selectFrom("audit_log").select(["event", "address"])
    .orderBy("id").execute();
  // At a moment that stands still they come in any order.
  deepStrictEqual(rows.map(({ event, address }) => `${event} ${address}`).toSorted(), [
    "sign_in_refused null",
    "signed_in 127.0.0.1",
    "signed_out null",
  ]);
  for (const secret of [token, started.session]) equal(lines.join("").includes(secret), false);
});

databaseTest(
  "createOwner() takes neither a token for a session nor the reverse",
  async (database) => {
    const { owner } = await openDesk(database);
    const { token } = await owner.issueSignInLink();
    equal(await owner.session({ session: token }), null);
    const started = await owner.signIn({ token, userAgent: null });
    ok(started);
    equal(await owner.signIn({ token: started.session, userAgent: null }), null);
  },
);

databaseTest("createOwner() lets no wrong tokens keep the owner out", async (database) => {
  const { owner, events } = await openDesk(database);
  const { token } = await owner.issueSignInLink();
  const guess = (token: string) => owner.signIn({ token, userAgent: null, address: "127.0.0.1" });
  // A page of another site sends these: they come from where the owner is.
  for (let count = 0; count < 20; count++) equal(await guess(`wrong ${count}`), null);
  // Ten are told, lest they fill the log.
  equal(events().filter((event) => event === "security.sign_in_refused").length, 10);
  ok(await guess(token));
  equal(await guess(token), null);
});
