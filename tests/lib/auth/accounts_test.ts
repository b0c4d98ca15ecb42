import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { createAccounts } from "@/lib/auth/accounts.ts";
import type { SignUpPolicy } from "@/lib/auth/sign_up.ts";
import { createApiKeys } from "@/lib/auth/api_keys.ts";
import { createBearer } from "@/lib/auth/bearer.ts";
import { invite } from "@/lib/auth/invitations.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { disableRow, makeServices } from "@/tests/helpers/accounts.ts";
import { MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const PASSWORD = "correct horse battery";
const ADA = {
  email: "ada@example.com",
  name: "Ada",
  password: PASSWORD,
  invitation: null,
  address: null,
};
const SIGN_IN = { email: ADA.email, password: PASSWORD, address: null };
const LONG = "x".repeat(10_000);

function makeAccounts(database: Database, signUps: SignUpPolicy = "open") {
  const services = makeServices(database);
  return { ...services, accounts: createAccounts({ ...services, signUps }) };
}

function refusedAs(code: string) {
  return (error: unknown) =>
    error instanceof AppError && error.code === code && !error.message.includes(PASSWORD);
}

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

databaseTest("signIn() refuses alike whatever is wrong", async (database) => {
  const { accounts, audit } = makeAccounts(database);
  const { account } = await accounts.signUp(ADA) as { account: string };
  const refused = { type: "refused" };
  const wrong = { ...SIGN_IN, password: "a wrong password" };
  deepStrictEqual(await accounts.signIn(wrong), refused);
  deepStrictEqual(await accounts.signIn({ ...SIGN_IN, password: "' or true --" }), refused);
  deepStrictEqual(await accounts.signIn({ ...SIGN_IN, email: "eve@example.com" }), refused);
  deepStrictEqual(await accounts.signIn({ ...SIGN_IN, email: "'or'1'='1@example.com" }), refused);
  await rejects(accounts.signIn({ ...SIGN_IN, password: LONG }), refusedAs("BAD_PARAMETER"));
  await disableRow(database, account);
  deepStrictEqual(await accounts.signIn(SIGN_IN), refused);
  const noted = await audit.list({ size: 9, event: "sign_in_failed" });
  deepStrictEqual(noted.map(({ details }) => details.reason).toSorted(), [
    "address",
    "address",
    "disabled",
    "password",
    "password",
  ]);
});

databaseTest("signIn() locks an address after ten tries, known or not", async (database) => {
  const { accounts, clock } = makeAccounts(database);
  await accounts.signUp(ADA);
  for (const email of [ADA.email, "eve@example.com"]) {
    const tries = await Promise.all(
      Array.from(
        { length: 14 },
        (_, i) =>
          accounts.signIn({ email, password: "a wrong password", address: `${email} ${i}` }),
      ),
    );
    const count = (type: string) => tries.filter((tried) => tried.type === type).length;
    deepStrictEqual([count("refused"), count("too_often")], [10, 4]);
  }
  // The right password does not help until the lock is over.
  deepStrictEqual(await accounts.signIn(SIGN_IN), { type: "too_often", retryAfterSeconds: 60 });
  clock.move(MINUTE);
  equal((await accounts.signIn(SIGN_IN)).type, "signed_in");
});

databaseTest("signIn() tells of too many tries once a minute of an address", async (database) => {
  const { accounts, clock, events } = makeAccounts(database);
  const told = async () => (await events()).filter((event) => event === "rate_limit_hit").length;
  const refused = async (tries: number) => {
    for (let turn = 0; turn < tries; turn++) {
      const address = turn % 2 === 0 ? "192.0.2.1" : "192.0.2.2";
      // An empty password is wrong without being hashed.
      await accounts.signIn({ email: `${turn}@example.com`, password: "", address });
    }
  };
  // Twenty may come of each address at once: of 50 tries 5 of each are too many.
  await refused(50);
  equal(await told(), 2);
  clock.move(MINUTE);
  // By now six have come back to each.
  await refused(20);
  equal(await told(), 4);
});

databaseTest("changePassword() ends all that the one before let in", async (database) => {
  const services = makeAccounts(database);
  const { accounts, clock } = services;
  const bearer = createBearer(services);
  await accounts.signUp(ADA);
  const before = await accounts.signIn(SIGN_IN);
  if (before.type !== "signed_in") throw new Error("not signed in");
  const { access, refresh } = await bearer.start(before.proven);
  clock.move(1);
  const change = {
    account: before.proven.account,
    password: "another long password",
    address: null,
  };
  deepStrictEqual(await accounts.changePassword({ ...change, current: "wrong" }), {
    type: "refused",
  });
  equal((await bearer.check(access)).type, "allowed");
  const changed = await accounts.changePassword({ ...change, current: PASSWORD });
  if (changed.type !== "signed_in") throw new Error("not changed");
  equal((await bearer.check(access)).type, "refused");
  equal(await bearer.refresh(refresh, null), null);
  await rejects(bearer.start(before.proven), refusedAs("NOT_SIGNED_IN"));
  equal((await bearer.check((await bearer.start(changed.proven)).access)).type, "allowed");
  deepStrictEqual(await accounts.signIn(SIGN_IN), { type: "refused" });
});
