import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { createApiKeys } from "@/lib/auth/api_keys.ts";
import { invite } from "@/lib/auth/accounts/invitations.ts";
import { makeAccounts } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { ADA, LONG, refusedAs, SIGN_IN } from "@/tests/lib/auth/ada.ts";

databaseTest("signUp() makes a viewer whose password nobody can read", async (database) => {
  const { accounts, lines } = makeAccounts(database);
  const signedUp = await accounts.signUp({ ...ADA, email: " ADA@Example.com" });
  equal(signedUp.type, "created");
  const row = await database.kysely.selectFrom("accounts").selectAll().executeTakeFirstOrThrow();
  deepStrictEqual([row.email, row.role, row.disabled_at], ["ada@example.com", "viewer", null]);
  const credential = await database.kysely.selectFrom("credentials").selectAll()
    .executeTakeFirstOrThrow();
  match(credential.password_hash, /^\$argon2id\$/);
  equal(lines.join("").includes(PASSWORD), false);
  const signedIn = await accounts.signIn({ ...SIGN_IN, email: "Ada@EXAMPLE.com " });
  equal(signedIn.type, "signed_in");
});

databaseTest("signUp() leaves an account alone that is there", async (database) => {
  const { accounts } = makeAccounts(database);
  await accounts.signUp(ADA);
  const again = await accounts.signUp({ ...ADA, password: "another long password" });
  deepStrictEqual(again, { type: "known", email: ADA.email });
  equal((await accounts.signIn(SIGN_IN)).type, "signed_in");
  const other = await accounts.signIn({ ...SIGN_IN, password: "another long password" });
  deepStrictEqual(other, { type: "refused" });
});

databaseTest(
  "signUp() gives an invited person what somebody else typed first",
  async (database) => {
    const services = makeAccounts(database);
    const { accounts, now } = services;
    const keys = createApiKeys(services);
    const { account } = await accounts.signUp({ ...ADA, name: "Eve" }) as { account: string };
    const scopes = ["metrics:read"] as const;
    const { key } = await keys.create({ account, name: "Shop", scopes, expiresAt: null });
    const wanted = { email: ADA.email, role: "editor", by: account, now: now() } as const;
    const { token } = await invite(database, wanted);
    const next = { ...ADA, password: "another long password" };
    const signedUp = await accounts.signUp({ ...next, invitation: token });
    deepStrictEqual(signedUp, { type: "created", account, email: ADA.email });
    const row = await database.kysely.selectFrom("accounts").selectAll().executeTakeFirstOrThrow();
    deepStrictEqual([row.name, row.role, row.email_verified_at === null], ["Ada", "editor", false]);
    equal((await keys.check(key, null)).type, "refused");
    deepStrictEqual(await accounts.signIn(SIGN_IN), { type: "refused" });
    equal((await accounts.signIn({ ...SIGN_IN, password: next.password })).type, "signed_in");
    // By now it is Ada's: another invitation changes nothing.
    const { token: late } = await invite(database, { ...wanted, role: "viewer" });
    deepStrictEqual(await accounts.signUp({ ...ADA, invitation: late }), {
      type: "known",
      email: ADA.email,
    });
  },
);

databaseTest("signUp() makes one account of many at once", async (database) => {
  const { accounts } = makeAccounts(database);
  const made = await Promise.all([1, 2, 3].map(() => accounts.signUp(ADA)));
  deepStrictEqual(made.map(({ type }) => type).toSorted(), ["created", "known", "known"]);
});

databaseTest("signUp() keeps to the policy, to lengths and to a rate", async (database) => {
  const { accounts } = makeAccounts(database, "closed");
  await rejects(accounts.signUp({ ...ADA, invitation: "x" }), refusedAs("NOT_GRANTED"));
  const invited = makeAccounts(database, "by_invitation").accounts;
  await rejects(invited.signUp(ADA), refusedAs("NOT_GRANTED"));
  const open = makeAccounts(database).accounts;
  const bad = [
    { email: LONG },
    { email: "ada@example.com\r\nBcc: x@example.com" },
    { name: LONG },
    { password: LONG },
    { password: "eleven char" },
  ];
  for (const part of bad) {
    await rejects(open.signUp({ ...ADA, ...part }), refusedAs("BAD_PARAMETER"));
  }
  for (let i = 0; i < 10; i++) {
    await rejects(open.signUp({ ...ADA, invitation: "x" }), refusedAs("NOT_GRANTED"));
  }
  await rejects(open.signUp({ ...ADA, invitation: "x" }), refusedAs("TOO_OFTEN"));
});
