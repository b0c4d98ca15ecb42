import { deepStrictEqual, equal, notEqual, rejects } from "node:assert/strict";
import { createBearer } from "@/lib/auth/sessions/bearer.ts";
import { endAccess } from "@/lib/auth/accounts/end_access.ts";
import { createTokenSigner } from "@/lib/crypto/signed_token.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { addAccount, disableRow, makeServices } from "@/tests/helpers/accounts.ts";
import { DAY, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ADA = { account: "ada", passwordOf: null };

async function makeBearer(database: Database) {
  const services = makeServices(database);
  await addAccount(database, "ada", "editor");
  return { ...services, bearer: createBearer(services) };
}

databaseTest("start() gives a pair of which the database holds neither", async (database) => {
  const { bearer } = await makeBearer(database);
  const pair = await bearer.start(ADA);
  equal(pair.accessExpiresAt, "2026-03-01T12:30:00.000Z");
  equal(pair.refreshExpiresAt, "2026-03-08T12:00:00.000Z");
  const rows = await database.query(
    "select t::text as text from refresh_tokens t union select f::text from refresh_families f",
  );
  const stored = JSON.stringify(rows);
  equal(stored.includes(pair.refresh) || stored.includes(pair.access), false);
});

databaseTest("check() believes an access token for 30 minutes", async (database) => {
  const { bearer, clock } = await makeBearer(database);
  const { access } = await bearer.start(ADA);
  const principal = { account: "ada", role: "editor", scopes: null };
  clock.move(30 * MINUTE - SECOND);
  deepStrictEqual(await bearer.check(access), { type: "allowed", principal });
  clock.move(SECOND);
  deepStrictEqual(await bearer.check(access), { type: "refused", reason: "expired" });
});

databaseTest(
  "check() refuses tokens of others, and those that are signed in vain",
  async (database) => {
    const { bearer, signer, now } = await makeBearer(database);
    await addAccount(database, "eve", "admin");
    const { access, refresh } = await bearer.start(ADA);
    const family = (await database.kysely.selectFrom("refresh_families").selectAll()
      .executeTakeFirstOrThrow()).id;
    const claims = { subject: "ada", family, notBefore: 0, expires: now().getTime() };
    const other = createTokenSigner([{ id: "one", bytes: new Uint8Array(32) }], "access");
    const links = createTokenSigner([{ id: "one", bytes: new Uint8Array(32).fill(7) }], "links");
    const forged = [
      "",
      refresh,
      other.sign(claims),
      links.sign(claims),
      signer.sign({ ...claims, subject: "eve" }),
      signer.sign({ ...claims, family: "'; drop table daybook.accounts; --" }),
      signer.sign({ ...claims, family: "x".repeat(1000) }),
      signer.sign({ ...claims, notBefore: now().getTime() }),
      `${access}${"x".repeat(10_000)}`,
    ];
    for (const token of forged) {
      deepStrictEqual(await bearer.check(token), { type: "refused", reason: "unknown" });
    }
    equal((await bearer.check(signer.sign(claims))).type, "allowed");
  },
);

databaseTest("check() and refresh() refuse a disabled account at once", async (database) => {
  const { bearer } = await makeBearer(database);
  const { access, refresh } = await bearer.start(ADA);
  await disableRow(database, "ada");
  deepStrictEqual(await bearer.check(access), { type: "refused", reason: "disabled" });
  equal(await bearer.refresh(refresh, null), null);
  await rejects(bearer.start(ADA), AppError);
});

databaseTest("check() knows a changed role at once", async (database) => {
  const { bearer } = await makeBearer(database);
  const { access } = await bearer.start(ADA);
  await database.kysely.updateTable("accounts").set({ role: "viewer" }).execute();
  const checked = await bearer.check(access);
  equal(checked.type === "allowed" && checked.principal.role, "viewer");
});

databaseTest("refresh() turns tokens over, each lasting 7 days, for 30 days", async (database) => {
  const { bearer, clock } = await makeBearer(database);
  let pair = await bearer.start(ADA);
  for (let day = 6; day <= 24; day += 6) {
    clock.move(6 * DAY);
    const next = await bearer.refresh(pair.refresh, null);
    notEqual(next, null);
    notEqual(next!.refresh, pair.refresh);
    pair = next!;
  }
  // The 24th day's token would last until the 31st, but the family ends with the 30th.
  equal(pair.refreshExpiresAt, "2026-03-31T12:00:00.000Z");
  clock.move(6 * DAY);
  equal(await bearer.refresh(pair.refresh, null), null);
});

databaseTest(
  "refresh() refuses a token of 7 days, an unknown one and an access token",
  async (database) => {
    const { bearer, clock } = await makeBearer(database);
    const { access, refresh } = await bearer.start(ADA);
    for (const wrong of ["", "x", access, `${refresh}x`, "' or 1=1 --", "x".repeat(10_000)]) {
      equal(await bearer.refresh(wrong, null), null);
    }
    clock.move(7 * DAY);
    equal(await bearer.refresh(refresh, null), null);
  },
);

databaseTest("refresh() ends the family where a token is used again", async (database) => {
  const { bearer, events } = await makeBearer(database);
  const first = await bearer.start(ADA);
  const elsewhere = await bearer.start(ADA);
  const second = await bearer.refresh(first.refresh, null);
  const third = await bearer.refresh(second!.refresh, null);
  equal((await bearer.check(third!.access)).type, "allowed");
  equal(await bearer.refresh(first.refresh, "192.0.2.1"), null);
  for (const pair of [first, second!, third!]) {
    deepStrictEqual(await bearer.check(pair.access), { type: "refused", reason: "ended" });
    equal(await bearer.refresh(pair.refresh, null), null);
  }
  deepStrictEqual(await events(), ["refresh_reused"]);
  // Another sign-in of the same account is another family.
  equal((await bearer.check(elsewhere.access)).type, "allowed");
});

databaseTest(
  "refresh() gives one of many at once a pair, and ends the family",
  async (database) => {
    const { bearer, ...services } = await makeBearer(database);
    const processes = [bearer, createBearer(services)];
    for (let round = 0; round < 5; round++) {
      const { refresh } = await bearer.start(ADA);
      const pairs = await Promise.all(
        Array.from({ length: 8 }, (_, i) => processes[i % 2].refresh(refresh, null)),
      );
      const given = pairs.filter((pair) => pair !== null);
      equal(given.length, 1);
      deepStrictEqual(await bearer.check(given[0].access), { type: "refused", reason: "ended" });
      equal(await bearer.refresh(given[0].refresh, null), null);
    }
  },
);

databaseTest(
  "start() refuses who proved a password that was set anew meanwhile",
  async (database) => {
    const { bearer, now } = await makeBearer(database);
    const changed = "2026-03-01T11:00:00.000Z";
    await database.kysely.insertInto("credentials")
      .values({ account: "ada", password_hash: "x", changed_at: changed }).execute();
    const { access } = await bearer.start({ account: "ada", passwordOf: changed });
    await database.transaction(async (session) => {
      await session.kysely.updateTable("credentials").set({ changed_at: now().toISOString() })
        .execute();
      await endAccess(session, { account: "ada", by: "reset", now: now() });
    });
    deepStrictEqual(await bearer.check(access), { type: "refused", reason: "ended" });
    await rejects(bearer.start({ account: "ada", passwordOf: changed }), AppError);
  },
);

databaseTest("end() ends a family at once, and tidy() forgets old ones", async (database) => {
  const { bearer, clock, events } = await makeBearer(database);
  const { access, refresh } = await bearer.start(ADA);
  const next = await bearer.refresh(refresh, null);
  equal(await bearer.end(next!.refresh, null), true);
  equal(await bearer.end(next!.refresh, null), false);
  equal((await bearer.check(access)).type, "refused");
  deepStrictEqual(await events(), ["signed_out"]);
  clock.move(30 * DAY);
  await bearer.tidy();
  deepStrictEqual(await database.query("select 1 from refresh_tokens"), []);
  deepStrictEqual(await database.query("select 1 from refresh_families"), []);
});
