/**
 * Accounts in a database, and what modules of accounts are made with.
 *
 * @module
 */
import { createAccounts } from "@/lib/auth/accounts/accounts.ts";
import { createAudit } from "@/lib/auth/audit.ts";
import { createLockout } from "@/lib/auth/limits/lockout.ts";
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import { createTokenSigner } from "@/lib/crypto/signed_token.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { makeClock } from "./clock.ts";

/** Adds an account whose id and name are one, without a password. */
export async function addAccount(
  database: Database,
  id: string,
  role: AccountRole = "viewer",
): Promise<void> {
  await database.kysely.insertInto("accounts").values({
    id,
    email: `${id}@example.com`,
    name: id,
    role,
    created_at: "2026-03-01T12:00:00.000Z",
    disabled_at: null,
  }).execute();
}

/** Disables an account as another process would: by its row alone. */
export async function disableRow(database: Database, id: string): Promise<void> {
  await database.kysely.updateTable("accounts")
    .set({ disabled_at: "2026-03-01T12:00:00.000Z" }).where("id", "=", id).execute();
}

/** Makes a clock, an audit log on it, a signer, and the lines that were logged. */
export function makeServices(database: Database) {
  const clock = makeClock();
  const lines: string[] = [];
  const log = createLog({ level: "info", now: clock.now, write: (line) => lines.push(line) });
  const audit = createAudit({ database, log, now: clock.now });
  const signer = createTokenSigner([{ id: "one", bytes: new Uint8Array(32).fill(7) }], "access");
  const events = async () => (await audit.list({ size: 100 })).map(({ event }) => event);
  const { now } = clock;
  const lockout = createLockout({ database, now });
  const limits = createRateLimits({ database, now });
  return { database, clock, lines, audit, signer, lockout, limits, now, events };
}

/** Makes what people do with their accounts, on such services. */
export function makeAccounts(database: Database, signUps: SignUpPolicy = "open") {
  const services = makeServices(database);
  return { ...services, accounts: createAccounts({ ...services, signUps }) };
}
