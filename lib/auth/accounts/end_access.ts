/**
 * Ends all that an account handed out for signing in: token families, sessions, resets.
 *
 * @module
 */
import type { FamilyEnd } from "@/lib/db/account_tables.ts";
import type { Session } from "@/lib/db/database.ts";

/** Whose access ends, why and when. */
export interface EndedAccess {
  readonly account: string;
  readonly by: FamilyEnd;
  readonly now: Date;
}

/** Ends it within a transaction that holds the account's row. */
export async function endAccess(
  { kysely }: Session,
  { account, by, now }: EndedAccess,
): Promise<void> {
  await kysely.updateTable("refresh_families").set({ ended_at: now.toISOString(), ended_by: by })
    .where("account", "=", account).where("ended_at", "is", null).execute();
  await kysely.deleteFrom("sessions").where("account", "=", account).execute();
  await kysely.deleteFrom("password_resets").where("account", "=", account).execute();
}
