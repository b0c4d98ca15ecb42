import { deepStrictEqual, equal } from "node:assert/strict";
import { createAudit } from "@/lib/auth/audit.ts";
import { newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { makeClock, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

function makeAudit(database: Database) {
  const clock = makeClock();
  const lines: string[] = [];
  const log = createLog({ level: "info", now: clock.now, write: (line) => lines.push(line) });
  return { audit: createAudit({ database, log, now: clock.now }), clock, lines };
}

databaseTest("note() keeps who, what and from where, and logs it", async (database) => {
  const { audit, clock, lines } = makeAudit(database);
  await audit.note({ event: "signed_in", account: "a", address: "192.0.2.1" });
  clock.move(SECOND);
  await audit.note({
    event: "sign_in_failed",
    account: null,
    address: null,
    details: { reason: "password", limit: 3 },
  });
  const entries = await audit.list({ size: 10 });
  deepStrictEqual(entries.map(({ id: _, ...entry }) => entry), [
    {
      at: "2026-03-01T12:00:01.000Z",
      event: "sign_in_failed",
      account: null,
      address: null,
      details: { reason: "password", limit: 3 },
    },
    {
      at: "2026-03-01T12:00:00.000Z",
      event: "signed_in",
      account: "a",
      address: "192.0.2.1",
      details: {},
    },
  ]);
  deepStrictEqual(lines.map((line) => JSON.parse(line)), [
    {
      time: "2026-03-01T12:00:00.000Z",
      level: "info",
      event: "security.signed_in",
      account: "a",
      address: "192.0.2.1",
    },
    {
      time: "2026-03-01T12:00:01.000Z",
      level: "warn",
      event: "security.sign_in_failed",
      reason: "password",
      limit: 3,
      account: null,
      address: null,
    },
  ]);
});

databaseTest("note() keeps no secret, no line of its own and nothing long", async (database) => {
  const { audit, lines } = makeAudit(database);
  const secret = newSecret();
  const reasons = [
    `Bearer eyJhbGciOi.${secret}.${secret}`,
    `key dbk_abcd1234_${secret}`,
    `/sign-in?token=${secret}`,
    secret,
    "x ".repeat(5000),
    "one\r\nSet-Cookie: two\u0000",
    "\ud800'; drop table daybook.audit_log; --",
  ];
  for (const reason of reasons) {
    await audit.note({
      event: "token_refused",
      account: null,
      address: `${"1".repeat(10_000)}\u0000`,
      details: { reason },
    });
  }
  const kept = await audit.list({ size: 10 });
  equal(kept.length, reasons.length);
  const text = `${JSON.stringify(kept)}${lines.join("")}`;
  equal(text.includes(secret), false);
  // JSON would write a control character with a backslash.
  equal(JSON.stringify(kept).includes("\\"), false);
  equal(
    kept.every(({ details, address }) =>
      String(details.reason).length <= 200 && address?.length === 64
    ),
    true,
  );
});

databaseTest("list() gives pages by account and event, export() all", async (database) => {
  const { audit, clock } = makeAudit(database);
  for (let i = 0; i < 5; i++) {
    const event = i % 2 === 0 ? "signed_in" : "signed_out";
    await audit.note({ event, account: String(i), address: null });
    clock.move(SECOND);
  }
  const first = await audit.list({ size: 2 });
  const second = await audit.list({ size: 2, before: first[1].id });
  const accounts = (entries: readonly { account: string | null }[]) =>
    entries.map(({ account }) => account);
  deepStrictEqual(accounts([...first, ...second]), ["4", "3", "2", "1"]);
  deepStrictEqual(accounts(await audit.list({ size: 9, event: "signed_out" })), ["3", "1"]);
  deepStrictEqual(accounts(await audit.list({ size: 9, account: "0' or true --" })), []);
  deepStrictEqual(accounts(await audit.list({ size: 9, account: "0" })), ["0"]);
  deepStrictEqual(accounts(await Array.fromAsync(audit.export())), ["4", "3", "2", "1", "0"]);
});
