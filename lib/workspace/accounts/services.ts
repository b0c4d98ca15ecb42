/**
 * What the pages of accounts and admins stand on.
 *
 * @module
 */
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { Auth } from "@/lib/auth/auth.ts";
import type { OpenId } from "@/lib/auth/oidc/open_id.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Mailer } from "@/lib/deliver/mail/mailer.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import type { Asker } from "./asker.ts";

/** What people are served with. */
export interface PeopleServices {
  readonly auth: Auth;
  readonly database: Database;
  readonly log: Log;
  readonly mailer: Mailer;
  /** `null` where no other place is set up. */
  readonly openId: OpenId | null;
  readonly signUps: SignUpPolicy;
  /** Where people open Daybook; `null` where it is where they ask from. */
  readonly publicUrl: string | null;
  readonly now: () => Date;
}

/** Returns the id of the account that asks. @throws AppError NOT_FOUND where it is the owner */
export function accountOf(by: Asker): string {
  if (by.type === "account") return by.id;
  throw new AppError(
    "NOT_FOUND",
    "Cannot show an account as whoever asks must have one: current value is the owner",
  );
}

/** Refuses whoever is no admin now. @throws AppError NOT_GRANTED */
export async function refuseOthers({ database }: PeopleServices, by: Asker): Promise<void> {
  if (by.type === "owner") return;
  const row = await database.kysely.selectFrom("accounts").select("role")
    .where("id", "=", by.id).where("disabled_at", "is", null).executeTakeFirst();
  if (row?.role === "admin") return;
  throw new AppError(
    "NOT_GRANTED",
    `Cannot look after accounts as that takes an admin: current role is ${
      JSON.stringify(row?.role ?? "none")
    }`,
  );
}

/** How an asker is named in the audit log. */
export function nameOf(by: Asker): string {
  return by.type === "owner" ? "owner" : by.id;
}
