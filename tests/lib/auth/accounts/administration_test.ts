import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createAccounts } from "@/lib/auth/accounts/accounts.ts";
import { createAdministration } from "@/lib/auth/accounts/administration.ts";
import { createApiKeys } from "@/lib/auth/api_keys.ts";
import { createBearer } from "@/lib/auth/sessions/bearer.ts";
import { invite, listInvitations } from "@/lib/auth/accounts/invitations.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { addAccount, makeServices } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const PASSWORD = "correct horse battery";
const ADA = {
  email: "Ada@example.com",
  name: "Ada",
  role: "admin",
  password: PASSWORD,
  by: null,
} as const;

function makeAdministration(database: Database) {
  const services = makeServices(database);
  return { ...services, administration: createAdministration(services) };
}

function refusedAs(code: string) {
  return (error: unknown) =>
    error instanceof AppError && error.code === code && !error.message.includes(PASSWORD);
}

databaseTest("create() makes the first admin, who can sign in", async (database) => {
  const { administration, ...services } = makeAdministration(database);
  equal(await administration.hasAdmin(), false);
  const made = await administration.create(ADA);
  equal(await administration.hasAdmin(), true);
  deepStrictEqual(await administration.list(), [made]);
  deepStrictEqual([made.email, made.createdAt], ["ada@example.com", "2026-03-01T12:00:00.000Z"]);
  const accounts = createAccounts({ ...services, signUps: "closed" });
  const signIn = { email: ADA.email, password: PASSWORD, address: null };
  equal((await accounts.signIn(signIn)).type, "signed_in");
  await rejects(administration.create(ADA), refusedAs("BAD_PARAMETER"));
  for (const part of [{ name: "x".repeat(10_000) }, { password: "short" }, { email: "ada" }]) {
    await rejects(
      administration.create({ ...ADA, email: "b@example.com", ...part }),
      refusedAs("BAD_PARAMETER"),
    );
  }
});

databaseTest("create() without a password lets nobody in by one", async (database) => {
  const { administration, ...services } = makeAdministration(database);
  await administration.create({ ...ADA, password: null });
  const accounts = createAccounts({ ...services, signUps: "closed" });
  for (const password of ["", "null", PASSWORD]) {
    const signedIn = await accounts.signIn({ email: ADA.email, password, address: null });
    deepStrictEqual(signedIn, { type: "refused" });
  }
});

databaseTest("setDisabled() ends tokens and keys at once", async (database) => {
  const { administration, ...services } = makeAdministration(database);
  await addAccount(database, "ada", "admin");
  await addAccount(database, "eve", "editor");
  const bearer = createBearer(services);
  const keys = createApiKeys(services);
  const { access, refresh } = await bearer.start({ account: "eve", passwordOf: null });
  const { key } = await keys.create({
    account: "eve",
    name: "Shop",
    scopes: ["events:write"],
    expiresAt: null,
  });
  await administration.setDisabled({ account: "eve", by: "ada", disabled: true });
  deepStrictEqual(await bearer.check(access), { type: "refused", reason: "disabled" });
  deepStrictEqual(await keys.check(key, null), { type: "refused", reason: "disabled" });
  await administration.setDisabled({ account: "eve", by: "ada", disabled: false });
  // What was signed in before stays ended.
  deepStrictEqual(await bearer.check(access), { type: "refused", reason: "ended" });
  equal(await bearer.refresh(refresh, null), null);
  equal((await keys.check(key, null)).type, "allowed");
  await administration.setRole({ account: "eve", by: "ada", role: "viewer" });
  const [{ role }] = (await administration.list()).filter(({ id }) => id === "eve");
  equal(role, "viewer");
});

databaseTest(
  "setRole() and setDisabled() leave an admin, even of two at once",
  async (database) => {
    const { administration } = makeAdministration(database);
    await addAccount(database, "ada", "admin");
    const ada = { account: "ada", by: "ada" };
    await rejects(administration.setRole({ ...ada, role: "editor" }), refusedAs("NOT_GRANTED"));
    await rejects(administration.setDisabled({ ...ada, disabled: true }), refusedAs("NOT_GRANTED"));
    await rejects(
      administration.setRole({ account: "' or true --", by: "ada", role: "admin" }),
      refusedAs("NOT_FOUND"),
    );
    await addAccount(database, "eve", "admin");
    const both = await Promise.allSettled([
      administration.setRole({ account: "ada", by: "eve", role: "viewer" }),
      administration.setDisabled({ account: "eve", by: "ada", disabled: true }),
    ]);
    deepStrictEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    equal(await administration.hasAdmin(), true);
  },
);

databaseTest("setRole() and setDisabled() end what a former admin invited", async (database) => {
  const { administration, now } = makeAdministration(database);
  for (const id of ["ada", "eve", "bob"]) await addAccount(database, id, "admin");
  for (const by of ["ada", "eve", "bob"]) {
    await invite(database, { email: `by-${by}@example.com`, role: "admin", by, now: now() });
  }
  const left = async () => (await listInvitations(database, now())).map(({ email }) => email);
  await administration.setRole({ account: "ada", by: "bob", role: "admin" });
  equal((await left()).length, 3);
  await administration.setRole({ account: "ada", by: "bob", role: "editor" });
  await administration.setDisabled({ account: "eve", by: "bob", disabled: true });
  deepStrictEqual(await left(), ["by-bob@example.com"]);
});
