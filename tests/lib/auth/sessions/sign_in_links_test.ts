import { deepStrictEqual, equal, match } from "node:assert/strict";
import { issueSignInLink, useSignInToken } from "@/lib/auth/sessions/sign_in_links.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { makeClock, MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "issueSignInLink() tells a token that the database does not hold",
  async (database) => {
    await migrate(database);
    const link = await issueSignInLink(database, makeClock().now());
    match(link.path, /^\/sign-in\?token=[\w-]{43}$/);
    equal(link.path.endsWith(link.token), true);
    equal(link.expiresAt, "2026-03-01T12:15:00.000Z");
    const [row] = await database.query("select sign_in_links::text as text from sign_in_links");
    equal(String(row.text).includes(link.token), false);
  },
);

databaseTest("useSignInToken() takes a token once", async (database) => {
  await migrate(database);
  const { now } = makeClock();
  const { token } = await issueSignInLink(database, now());
  equal(await useSignInToken(database, { token: `${token}x`, now: now() }), false);
  const both = await Promise.all(
    [1, 2, 3].map(() => useSignInToken(database, { token, now: now() })),
  );
  deepStrictEqual(both.toSorted(), [false, false, true]);
  equal(await useSignInToken(database, { token, now: now() }), false);
});

databaseTest("useSignInToken() takes a token for 15 minutes", async (database) => {
  await migrate(database);
  const clock = makeClock();
  const early = await issueSignInLink(database, clock.now());
  const late = await issueSignInLink(database, clock.now());
  clock.move(15 * MINUTE - 1);
  equal(await useSignInToken(database, { token: early.token, now: clock.now() }), true);
  clock.move(1);
  equal(await useSignInToken(database, { token: late.token, now: clock.now() }), false);
  await issueSignInLink(database, clock.now());
  const [{ count }] = await database.query("select count(*)::int4 as count from sign_in_links");
  equal(count, 1);
});
