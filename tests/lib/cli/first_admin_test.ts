import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { ensureAdmin } from "@/lib/cli/first_admin.ts";
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const LOCAL = { host: "127.0.0.1", isLoopback: true, admin: null };
const OPEN = { host: "0.0.0.0", isLoopback: false, admin: null };
const ADMIN = { email: "ann@example.org", password: null };
const PASSWORD = "a long enough one";

databaseTest("ensureAdmin() refuses another address until there is an admin", async (database) => {
  const log = createLog({ level: "error", write() {} });
  const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
  equal(await ensureAdmin(auth, LOCAL), null);
  await rejects(ensureAdmin(auth, OPEN), { code: "BAD_SETTING" });
  // Who may do less does not count.
  const viewer = { email: "bob@example.org", name: "Bob", role: "viewer", by: null } as const;
  await auth.administration.create({ ...viewer, password: null });
  await rejects(ensureAdmin(auth, OPEN), /as an admin must exist/);

  const path = await ensureAdmin(auth, { ...OPEN, admin: ADMIN });
  match(path ?? "", /^\/reset-password\?token=[\w-]{43}$/);
  const token = path?.split("=")[1] ?? "";
  equal(await auth.resets.reset({ token, password: PASSWORD, address: null }), true);
  const typed = { email: ADMIN.email, password: PASSWORD, address: null };
  equal((await auth.accounts.signIn(typed)).type, "signed_in");
  // Once there is one, the settings make no other.
  equal(await ensureAdmin(auth, { ...OPEN, admin: { ...ADMIN, email: "eve@example.org" } }), null);
  equal(await ensureAdmin(auth, OPEN), null);
  const accounts = await auth.administration.list();
  deepStrictEqual(accounts.map(({ email }) => email), ["ann@example.org", "bob@example.org"]);
});

databaseTest("ensureAdmin() gives the admin of the settings its password", async (database) => {
  const log = createLog({ level: "error", write() {} });
  const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
  equal(await ensureAdmin(auth, { ...OPEN, admin: { ...ADMIN, password: PASSWORD } }), null);
  const typed = { email: ADMIN.email, password: PASSWORD, address: null };
  equal((await auth.accounts.signIn(typed)).type, "signed_in");
});

databaseTest("ensureAdmin() names the setting that makes no admin", async (database) => {
  const log = createLog({ level: "error", write() {} });
  const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
  const cases = [
    ["ADMIN_EMAIL", { email: "ann", password: null }],
    ["ADMIN_PASSWORD", { email: ADMIN.email, password: "short" }],
    ["ADMIN_PASSWORD", { email: ADMIN.email, password: `1 ${ADMIN.email}` }],
  ] as const;
  for (const [key, admin] of cases) {
    await rejects(ensureAdmin(auth, { ...OPEN, admin }), (error) => {
      ok(error instanceof AppError);
      const [{ place, remedy, message }] = error.problems;
      deepStrictEqual([error.code, place], ["BAD_SETTING", { key }]);
      match(remedy ?? "", new RegExp(`${key}, (such as ann@|as .openssl)`));
      // What was set may be a password, wherever it stands.
      equal(message.includes("short"), false);
      return true;
    });
  }
  deepStrictEqual(await auth.administration.list(), []);
});
