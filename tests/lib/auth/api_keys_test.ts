import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { createApiKeys } from "@/lib/auth/api_keys.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { addAccount, disableRow, makeServices } from "@/tests/helpers/accounts.ts";
import { DAY, MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const WANTED = {
  account: "ada",
  name: "Shop",
  scopes: ["events:write", "metrics:read"],
  expiresAt: null,
} as const;

async function makeKeys(database: Database) {
  const services = makeServices(database);
  await addAccount(database, "ada", "editor");
  await addAccount(database, "eve", "editor");
  return { ...services, keys: createApiKeys(services) };
}

function refusedAs(code: string) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

databaseTest("create() tells a key that neither database nor log holds", async (database) => {
  const { keys, lines } = await makeKeys(database);
  const { key, made } = await keys.create(WANTED);
  match(key, /^dbk_[0-9a-f]{12}_[\w-]{43}$/);
  equal(key.startsWith(`${made.prefix}_`), true);
  const [{ text }] = await database.query("select k::text as text from api_keys k");
  equal(`${text}${lines.join("")}`.includes(key.slice(-43)), false);
  deepStrictEqual(await keys.list("ada"), [made]);
});

databaseTest("create() refuses what its account may not, and what is no key", async (database) => {
  const { keys, now } = await makeKeys(database);
  await rejects(keys.create({ ...WANTED, scopes: ["admin"] }), refusedAs("NOT_GRANTED"));
  await rejects(keys.create({ ...WANTED, account: "nobody" }), refusedAs("NOT_GRANTED"));
  const bad = [
    { scopes: [] },
    { expiresAt: now() },
    { expiresAt: new Date(NaN) },
    { name: "" },
    { name: "x".repeat(10_000) },
    { name: "a\u0000b" },
  ];
  for (const part of bad) {
    await rejects(keys.create({ ...WANTED, ...part }), refusedAs("BAD_PARAMETER"));
  }
  await disableRow(database, "ada");
  await rejects(keys.create(WANTED), refusedAs("NOT_GRANTED"));
});

databaseTest("create() takes names as they are, SQL among them", async (database) => {
  const { keys } = await makeKeys(database);
  const name = "'; delete from daybook.accounts; --";
  const { key } = await keys.create({ ...WANTED, name });
  equal((await keys.list("ada"))[0].name, name);
  equal((await keys.check(key, null)).type, "allowed");
});

databaseTest("check() knows a key, its account and its scopes", async (database) => {
  const { keys, clock } = await makeKeys(database);
  const { key } = await keys.create(WANTED);
  const principal = { account: "ada", role: "editor", scopes: ["events:write", "metrics:read"] };
  deepStrictEqual(await keys.check(key, null), { type: "allowed", principal });
  const used = async () => (await keys.list("ada"))[0].lastUsedAt;
  equal(await used(), "2026-03-01T12:00:00.000Z");
  clock.move(4 * MINUTE);
  await keys.check(key, null);
  equal(await used(), "2026-03-01T12:00:00.000Z");
  clock.move(MINUTE);
  await keys.check(key, null);
  equal(await used(), "2026-03-01T12:05:00.000Z");
});

databaseTest("check() refuses what is no key of ours, and notes it", async (database) => {
  const { keys, audit, lines } = await makeKeys(database);
  const { key } = await keys.create(WANTED);
  const { key: other } = await keys.create(WANTED);
  const last = key.at(-1) === "A" ? "B" : "A";
  const wrong = [
    "",
    "dbk_",
    key.slice(0, -1),
    `${key.slice(0, -1)}${last}`,
    `${key}A`,
    ` ${key}`,
    key.toUpperCase(),
    // The prefix of one with the secret of another.
    `${key.slice(0, 17)}${other.slice(17)}`,
    "dbk_%25%25%25%25_' or true --",
    `dbk_000000000000_${"A".repeat(43)}`,
    "x".repeat(10_000),
  ];
  for (const shown of wrong) {
    deepStrictEqual(await keys.check(shown, "192.0.2.1"), { type: "refused", reason: "unknown" });
  }
  const noted = await audit.list({ size: 100, event: "key_refused" });
  equal(noted.length, wrong.length);
  equal(lines.join("").includes(key.slice(17, -1)), false);
});

databaseTest(
  "check() refuses a key that ended, and that of a disabled account",
  async (database) => {
    const { keys, clock } = await makeKeys(database);
    const { key } = await keys.create({ ...WANTED, expiresAt: new Date(+clock.now() + DAY) });
    const { key: lasting } = await keys.create(WANTED);
    clock.move(DAY - 1);
    equal((await keys.check(key, null)).type, "allowed");
    clock.move(1);
    deepStrictEqual(await keys.check(key, null), { type: "refused", reason: "expired" });
    await disableRow(database, "ada");
    deepStrictEqual(await keys.check(lasting, null), { type: "refused", reason: "disabled" });
  },
);

databaseTest("revoke() ends a key at once, but none of another account", async (database) => {
  const { keys, events } = await makeKeys(database);
  const { key, made: { id } } = await keys.create(WANTED);
  equal(await keys.revoke({ id, account: "eve" }), false);
  equal(await keys.revoke({ id: "' or true --", account: "ada" }), false);
  deepStrictEqual(await keys.list("eve"), []);
  equal((await keys.check(key, null)).type, "allowed");
  equal(await keys.revoke({ id, account: "ada" }), true);
  equal(await keys.revoke({ id, account: "ada" }), false);
  deepStrictEqual(await keys.check(key, null), { type: "refused", reason: "ended" });
  deepStrictEqual((await events()).toSorted(), ["key_created", "key_refused", "key_revoked"]);
});

Deno.test("createApiKeys() compares hashes in constant time and nowhere with ===", async () => {
  // What takes long cannot be timed here: the source is looked at instead.
  for (const file of ["api_keys", "sessions/bearer"]) {
    const url = new URL(`../../../lib/auth/${file}.ts`, import.meta.url);
    const source = await Deno.readTextFile(url);
    equal(/[hH]ash\w*(\(\w+\))?\s*[!=]==/.test(source), false, file);
  }
});
