/**
 * Somebody who has just proved who they are, until that has led to a session or tokens.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";

/** Somebody who has just proved who they are. */
export interface Proven {
  readonly account: string;
  /** When the password was set that was shown; `null` where it was none. */
  readonly passwordOf: string | null;
}

/**
 * Holds the account's row until the transaction ends: a reset holds it too, and comes before, and is
 * seen, or after, and ends what is begun here.
 *
 * @throws AppError NOT_SIGNED_IN where the account was disabled, or its password set, meanwhile.
 */
export async function holdProven(
  { kysely }: Session,
  { account, passwordOf }: Proven,
): Promise<void> {
  const row = await kysely.selectFrom("accounts").select("disabled_at")
    .where("id", "=", account).forUpdate().executeTakeFirst();
  const credential = await kysely.selectFrom("credentials").select("changed_at")
    .where("account", "=", account).executeTakeFirst();
  const isSame = passwordOf === null ||
    Date.parse(credential?.changed_at ?? "") === Date.parse(passwordOf);
  if (row !== undefined && row.disabled_at === null && isSame) return;
  throw new AppError("NOT_SIGNED_IN", "Cannot sign in as the account has just changed");
}
