import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createBearer } from "@/lib/auth/sessions/bearer.ts";
import { disableRow, makeAccounts } from "@/tests/helpers/accounts.ts";
import { MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { ADA, LONG, refusedAs, SIGN_IN } from "@/tests/lib/auth/ada.ts";

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
