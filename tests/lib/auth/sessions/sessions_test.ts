import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createSessions } from "@/lib/auth/sessions/sessions.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { addAccount, disableRow } from "@/tests/helpers/accounts.ts";
import { DAY, makeClock, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseKind, databaseTest } from "@/tests/helpers/database.ts";
import { holdSessions } from "@/tests/helpers/held_sessions.ts";

databaseTest("start() gives a secret that the database does not hold", async (database) => {
  await migrate(database);
  const sessions = createSessions({ database, now: makeClock().now });
  const { session, expiresAt } = await sessions.start("a browser");
  equal(expiresAt, "2026-03-31T12:00:00.000Z");
  const [row] = await database.query("select sessions::text as text from sessions");
  equal(String(row.text).includes(session), false);
});

databaseTest("find() knows a session and no other", async (database) => {
  await migrate(database);
  const { now } = makeClock();
  const { session } = await createSessions({ database, now }).start(null);
  const sessions = createSessions({ database, now });
  deepStrictEqual(await sessions.find(session), {
    expiresAt: "2026-03-31T12:00:00.000Z",
    account: null,
  });
  equal(await sessions.find(`${session}x`), null);
  equal(await sessions.find(""), null);
});

databaseTest("find() ends a session that was idle for 7 days", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const sessions = createSessions({ database, now: clock.now });
  const { session } = await sessions.start(null);
  clock.move(6 * DAY);
  equal((await sessions.find(session)) !== null, true);
  clock.move(6 * DAY);
  equal((await sessions.find(session)) !== null, true);
  clock.move(7 * DAY);
  equal(await sessions.find(session), null);
});

databaseTest("find() ends a session after 30 days of use", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const sessions = createSessions({ database, now: clock.now });
  const { session } = await sessions.start(null);
  for (let day = 1; day < 30; day++) {
    clock.move(DAY);
    equal((await sessions.find(session)) !== null, true);
  }
  clock.move(DAY - SECOND);
  equal((await sessions.find(session)) !== null, true);
  // It was asked for a second ago, and yet it is not believed any more.
  clock.move(SECOND);
  equal(await sessions.find(session), null);
});

databaseTest("find() notes the use of a session every five minutes", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const sessions = createSessions({ database, now: clock.now });
  const { session } = await sessions.start(null);
  const seen = async () =>
    (await database.kysely.selectFrom("sessions").select("seen_at").executeTakeFirstOrThrow())
      .seen_at;
  clock.move(4 * MINUTE);
  await sessions.find(session);
  equal(Date.parse(await seen()), Date.parse("2026-03-01T12:00:00Z"));
  clock.move(MINUTE);
  await sessions.find(session);
  equal(Date.parse(await seen()), Date.parse("2026-03-01T12:05:00Z"));
});

databaseTest("end() ends a session at once, elsewhere within 30 seconds", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const here = createSessions({ database, now: clock.now });
  const elsewhere = createSessions({ database, now: clock.now });
  const { session } = await here.start(null);
  await elsewhere.find(session);
  equal(await here.end(session), true);
  equal(await here.find(session), null);
  equal(await here.end(session), false);
  clock.move(30 * SECOND);
  equal(await elsewhere.find(session), null);
});

databaseTest("start() forgets the sessions that have ended", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const sessions = createSessions({ database, now: clock.now });
  await sessions.start(null);
  clock.move(7 * DAY);
  await sessions.start(null);
  const rows = await database.kysely.selectFrom("sessions").select("hash").execute();
  equal(rows.length, 1);
});

databaseTest("find() believes a known session while the database is busy", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const sessions = createSessions({ database, now: clock.now });
  const { session, expiresAt } = await sessions.start(null);
  await sessions.find(session);
  clock.move(MINUTE);
  const letGo = await holdSessions(database);
  deepStrictEqual(await sessions.find(session), { expiresAt, account: null });
  // Signing out holds at once, and stays so when the answer from before comes in.
  const ended = sessions.end(session);
  const found = sessions.find(session);
  await letGo();
  equal(await found, null);
  equal(await ended, true);
  equal(await sessions.find(session), null);
});

databaseTest(
  "find() tells the account of a session, and its role as it is now",
  async (database) => {
    const sessions = createSessions({ database, now: makeClock().now });
    await addAccount(database, "ann", "viewer");
    const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
    const found = await sessions.find(session);
    deepStrictEqual(found?.account, { id: "ann", name: "ann", role: "viewer" });
    // By another process, without any wait.
    await database.kysely.updateTable("accounts").set({ role: "editor" }).execute();
    equal((await sessions.find(session))?.account?.role, "editor");
  },
);

databaseTest("find() ends the sessions of a disabled account at once", async (database) => {
  const sessions = createSessions({ database, now: makeClock().now });
  await addAccount(database, "ann", "viewer");
  const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
  equal((await sessions.find(session)) !== null, true);
  await disableRow(database, "ann");
  equal(await sessions.find(session), null);
  await rejects(sessions.start(null, { account: "ann", passwordOf: null }), {
    code: "NOT_SIGNED_IN",
  });
  // One whose account is gone is nobody's, and not the owner's.
  await addAccount(database, "bob", "viewer");
  const { session: other } = await sessions.start(null, { account: "bob", passwordOf: null });
  await database.kysely.deleteFrom("accounts").where("id", "=", "bob").execute();
  equal(await sessions.find(other), null);
});

databaseTest(
  "forget() believes no account any more, however busy the database is",
  async (database) => {
    const sessions = createSessions({ database, now: makeClock().now });
    await addAccount(database, "ann", "viewer");
    const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
    await sessions.find(session);
    await disableRow(database, "ann");
    const letGo = await holdSessions(database);
    // Nothing is ended in this process yet: what was known is believed.
    equal((await sessions.find(session)) !== null, true);
    sessions.forget();
    const found = sessions.find(session);
    await letGo();
    equal(await found, null);
  },
);

databaseTest(
  "find() waits for a question that another request asked, before it believes",
  async (database) => {
    const sessions = createSessions({ database, now: makeClock().now });
    await addAccount(database, "ann", "viewer");
    const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
    await sessions.find(session);
    await disableRow(database, "ann");
    const letGo = await holdSessions(database);
    const both = Promise.all([sessions.find(session), sessions.find(session)]);
    await letGo();
    deepStrictEqual(await both, [null, null]);
  },
);

databaseTest(
  "forget() has what was asked before it asked again, by those who wait for it too",
  async (database) => {
    const clock = makeClock();
    const sessions = createSessions({ database, now: clock.now });
    await addAccount(database, "ann", "viewer");
    const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
    clock.move(6 * MINUTE);
    // The account is read, then disabled, and then it is noted that the session is used. The embedded
    // database does one after the other; on a server the note waits until all has happened.
    const letGo = databaseKind === "server" ? await holdSessions(database, "share") : null;
    const finding = sessions.find(session);
    await disableRow(database, "ann");
    sessions.forget();
    await letGo?.();
    equal(await finding, null);
    equal(await sessions.find(session), null);
  },
);

databaseTest(
  "forget() ends the belief of who waits for a database that is busy",
  async (database) => {
    const clock = makeClock();
    const sessions = createSessions({ database, now: clock.now });
    await addAccount(database, "ann", "viewer");
    const { session: owner } = await sessions.start(null);
    const { session } = await sessions.start(null, { account: "ann", passwordOf: null });
    await sessions.find(owner);
    await sessions.find(session);
    await disableRow(database, "ann");
    clock.move(MINUTE);
    const letGo = await holdSessions(database);
    const finding = sessions.find(session);
    sessions.forget();
    // The owner's is believed when all patience is over; who asked before must still be waiting.
    equal((await sessions.find(owner)) !== null, true);
    await letGo();
    equal(await finding, null);
  },
);
