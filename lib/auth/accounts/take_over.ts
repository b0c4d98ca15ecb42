/**
 * Gives an account whose address nobody had shown to be theirs to whoever has shown it.
 *
 * Anybody may have typed the address first: what they set and handed out ends.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { endAccess } from "./end_access.ts";

/**
 * Ends password, keys and all that is signed in, and notes whose it is, within a transaction that
 * holds the account's row.
 */
export async function takeOver(
  session: Session,
  { account, now }: { readonly account: string; readonly now: Date },
): Promise<void> {
  const { kysely } = session;
  await kysely.deleteFrom("credentials").where("account", "=", account).execute();
  await kysely.updateTable("api_keys").set({ revoked_at: now.toISOString() })
    .where("account", "=", account).where("revoked_at", "is", null).execute();
  await endAccess(session, { account, by: "reset", now });
  await kysely.updateTable("accounts").set({ email_verified_at: now.toISOString() })
    .where("id", "=", account).execute();
}
