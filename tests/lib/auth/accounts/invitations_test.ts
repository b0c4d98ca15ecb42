import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createAccounts } from "@/lib/auth/accounts/accounts.ts";
import { invite } from "@/lib/auth/accounts/invitations.ts";
import { AppError } from "@/lib/errors.ts";
import { makeServices } from "@/tests/helpers/accounts.ts";
import { DAY } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ADA = { name: "Ada", password: "correct horse battery", address: null };

function isRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === "NOT_GRANTED";
}

databaseTest("invite() lets one address sign up once, with its role", async (database) => {
  const services = makeServices(database);
  const { now } = services;
  const accounts = createAccounts({ ...services, signUps: "by_invitation" });
  const asked = { role: "editor", by: "admin", now: now() } as const;
  const first = await invite(database, { ...asked, email: " Ada@example.com" });
  const { email, token, expiresAt } = await invite(database, { ...asked, email: first.email });
  equal(email, "ada@example.com");
  equal(expiresAt, "2026-03-08T12:00:00.000Z");
  const [{ text }] = await database.query("select i::text as text from invitations i");
  equal(String(text).includes(token), false);
  const wrong = [
    { email, invitation: first.token },
    { email, invitation: "' or true --" },
    { email: "eve@example.com", invitation: token },
  ];
  for (const part of wrong) await rejects(accounts.signUp({ ...ADA, ...part }), isRefused);
  const signUps = await Promise.allSettled(
    [1, 2].map(() => accounts.signUp({ ...ADA, email, invitation: token })),
  );
  deepStrictEqual(signUps.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  const rows = await database.kysely.selectFrom("accounts").select(["email", "role"]).execute();
  deepStrictEqual(rows, [{ email, role: "editor" }]);
});

databaseTest("invite() asks for an address, and lasts 7 days", async (database) => {
  const services = makeServices(database);
  const { clock } = services;
  const accounts = createAccounts({ ...services, signUps: "open" });
  const asked = { role: "admin", by: "admin", now: clock.now() } as const;
  await rejects(invite(database, { ...asked, email: "x".repeat(10_000) }), AppError);
  const { email, token } = await invite(database, { ...asked, email: "ada@example.com" });
  clock.move(7 * DAY);
  await rejects(accounts.signUp({ ...ADA, email, invitation: token }), isRefused);
});
