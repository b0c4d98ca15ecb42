/**
 * Sets the password of an account, which ends all that the one before let in.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { endAccess } from "./end_access.ts";

/** A password for an account, as it is stored. */
export interface SetPassword {
  readonly account: string;
  readonly hash: string;
  readonly now: Date;
}

/** Sets it within a transaction. Who signs in meanwhile waits for it and is refused. */
export async function setPassword(
  session: Session,
  { account, hash, now }: SetPassword,
): Promise<void> {
  const { kysely } = session;
  await kysely.selectFrom("accounts").select("id").where("id", "=", account).forUpdate().execute();
  const set = { password_hash: hash, changed_at: now.toISOString() };
  await kysely.insertInto("credentials").values({ account, ...set })
    .onConflict((conflict) => conflict.column("account").doUpdateSet(set)).execute();
  await endAccess(session, { account, by: "reset", now });
}
