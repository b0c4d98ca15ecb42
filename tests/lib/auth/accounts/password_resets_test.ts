import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createAccounts } from "@/lib/auth/accounts/accounts.ts";
import { createAdministration } from "@/lib/auth/accounts/administration.ts";
import { createApiKeys } from "@/lib/auth/api_keys.ts";
import { createBearer } from "@/lib/auth/sessions/bearer.ts";
import { createPasswordResets } from "@/lib/auth/accounts/password_resets.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { addAccount, disableRow, makeServices } from "@/tests/helpers/accounts.ts";
import { MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ADA = { email: "ada@example.com", address: null };
const NEXT = "another long password";
const PASSWORD = "correct horse battery";

async function makeResets(database: Database) {
  const services = makeServices(database);
  await addAccount(database, "ada");
  return { ...services, resets: createPasswordResets(services) };
}

databaseTest(
  "request() makes a reset for who is there, and tells nobody else",
  async (database) => {
    const { resets } = await makeResets(database);
    const made = await resets.request({ ...ADA, email: " ADA@example.com" });
    equal(made?.email, "ada@example.com");
    equal(made?.expiresAt, "2026-03-01T12:30:00.000Z");
    const [{ text }] = await database.query("select r::text as text from password_resets r");
    equal(String(text).includes(made!.token), false);
    equal(await resets.request({ ...ADA, email: "eve@example.com" }), null);
    equal(await resets.request({ ...ADA, email: "'or'1'='1@example.com" }), null);
    await rejects(resets.request({ ...ADA, email: "x".repeat(10_000) }), AppError);
    // Three for an address at once, whoever asks: it would fill a stranger's mailbox.
    await resets.request({ ...ADA, address: "192.0.2.1" });
    await resets.request({ ...ADA, address: "192.0.2.2" });
    equal(await resets.request({ ...ADA, address: "192.0.2.3" }), null);
  },
);

databaseTest("reset() sets a password once and ends all that was signed in", async (database) => {
  const services = await makeResets(database);
  const { resets, events } = services;
  const bearer = createBearer(services);
  const accounts = createAccounts({ ...services, signUps: "closed" });
  const { access, refresh } = await bearer.start({ account: "ada", passwordOf: null });
  await database.kysely.insertInto("sessions").values({
    hash: "x",
    created_at: "2026-03-01T12:00:00.000Z",
    seen_at: "2026-03-01T12:00:00.000Z",
    expires_at: "2026-04-01T12:00:00.000Z",
    user_agent: null,
    account: "ada",
  }).execute();
  const [one, other] = [await resets.request(ADA), await resets.request(ADA)];
  const token = one!.token;
  await rejects(resets.reset({ token, password: "short", address: null }), AppError);
  await rejects(resets.reset({ token, password: "x".repeat(10_000), address: null }), AppError);
  equal(await resets.reset({ token: "' or true --", password: NEXT, address: null }), false);
  const both = await Promise.all(
    [token, token, other!.token].map((token) =>
      resets.reset({ token, password: NEXT, address: null })
    ),
  );
  equal(both.filter((isSet) => isSet).length, 1);
  deepStrictEqual(await bearer.check(access), { type: "refused", reason: "ended" });
  equal(await bearer.refresh(refresh, null), null);
  deepStrictEqual(await database.query("select hash from sessions"), []);
  equal(await resets.reset({ token: other!.token, password: NEXT, address: null }), false);
  equal((await accounts.signIn({ ...ADA, password: NEXT })).type, "signed_in");
  equal((await events()).includes("password_reset"), true);
});

databaseTest(
  "reset() takes a token for 30 minutes, and of no disabled account",
  async (database) => {
    const { resets, clock } = await makeResets(database);
    const old = await resets.request(ADA);
    clock.move(30 * MINUTE);
    equal(await resets.reset({ token: old!.token, password: NEXT, address: null }), false);
    const next = await resets.request(ADA);
    await disableRow(database, "ada");
    equal(await resets.reset({ token: next!.token, password: NEXT, address: null }), false);
    equal(await resets.request(ADA), null);
  },
);

databaseTest("reset() ends the keys of who typed the address first", async (database) => {
  const services = await makeResets(database);
  const { resets } = services;
  const keys = createApiKeys(services);
  const wanted = {
    account: "ada",
    name: "Shop",
    scopes: ["metrics:read"],
    expiresAt: null,
  } as const;
  const squatters = await keys.create(wanted);
  const first = await resets.request(ADA);
  equal(await resets.reset({ token: first!.token, password: NEXT, address: null }), true);
  equal((await keys.check(squatters.key, null)).type, "refused");
  // From here on it is Ada's: her keys are not her password.
  const own = await keys.create(wanted);
  const next = await resets.request(ADA);
  equal(await resets.reset({ token: next!.token, password: PASSWORD, address: null }), true);
  equal((await keys.check(own.key, null)).type, "allowed");
});

databaseTest("reset() takes no token of who is no admin any more", async (database) => {
  const services = await makeResets(database);
  const { resets } = services;
  const administration = createAdministration(services);
  for (const id of ["bob", "eve", "kim"]) await addAccount(database, id, "admin");
  const issue = async (by: string) => (await resets.issue({ account: "ada", by })).token;
  const [bobs, eves, kims, owners] = [
    await issue("bob"),
    await issue("eve"),
    await issue("kim"),
    await issue("owner"),
  ];
  await administration.setDisabled({ account: "bob", by: "kim", disabled: true });
  await administration.setRole({ account: "eve", by: "kim", role: "editor" });
  // They do not come back with their admins.
  await administration.setDisabled({ account: "bob", by: "kim", disabled: false });
  await administration.setRole({ account: "eve", by: "kim", role: "admin" });
  const use = (token: string) => resets.reset({ token, password: NEXT, address: null });
  deepStrictEqual([await use(bobs), await use(eves)], [false, false]);
  // One that was being made while its admin was disabled.
  const late = await issue("eve");
  await disableRow(database, "eve");
  equal(await use(late), false);
  // The owner has no account that could be disabled.
  deepStrictEqual([await use(owners), await use(kims)], [true, false]);
  equal(await use(await issue("kim")), true);
});
