/**
 * Another password for who can read the mail of an account.
 *
 * @module
 */
import { sql } from "kysely";
import { hashArgon2id } from "@/lib/crypto/argon2id.ts";
import { hashSecret, newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { parseEmail, parseNewPassword } from "./account_fields.ts";
import { lockKeyOf } from "./accounts.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import type { Lockout } from "@/lib/auth/limits/lockout.ts";
import type { Rate, RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { setPassword } from "./set_password.ts";
import { takeOver } from "./take_over.ts";

const LIFE_MILLISECONDS = 30 * 60_000;

/** One that an admin hands over is not read at once. */
const HANDED_LIFE_MILLISECONDS = 24 * 60 * 60_000;

const BY_EMAIL: Rate = { name: "reset_email", size: 3, refillMilliseconds: 10 * 60_000 };
const BY_ADDRESS: Rate = { name: "reset_address", size: 10, refillMilliseconds: 60_000 };

/** A reset to send by mail; the token is told here and nowhere else. */
export interface PasswordReset {
  readonly email: string;
  readonly token: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Asks for resets and uses them. */
export interface PasswordResets {
  /**
   * Makes a reset; `null` where the address has no account that lives, or asked too often. Whoever
   * asked is told the same, and without waiting for the mail.
   *
   * @throws AppError BAD_PARAMETER where it is no address.
   */
  request(
    asked: { readonly email: string; readonly address: string | null },
  ): Promise<PasswordReset | null>;
  /**
   * Makes a reset that an admin hands over; it ends when that account is no admin's any more.
   *
   * @throws AppError NOT_FOUND where there is no account of this id that lives.
   */
  issue(
    asked: { readonly account: string; readonly by: string },
  ): Promise<PasswordReset>;
  /**
   * Sets the password and ends all that was signed in; `false` where the token is wrong, used or
   * old. Of two at once one gets it.
   *
   * @throws AppError BAD_PARAMETER where the password is none; the token stays good.
   */
  reset(typed: {
    readonly token: string;
    readonly password: string;
    readonly address: string | null;
  }): Promise<boolean>;
}

/** Makes resets on a database. */
export function createPasswordResets({ database, audit, lockout, limits, now }: {
  readonly database: Database;
  readonly audit: Audit;
  readonly lockout: Lockout;
  readonly limits: RateLimits;
  readonly now: () => Date;
}): PasswordResets {
  return {
    async request({ email: typed, address }) {
      const email = parseEmail(typed);
      const byAddress = await limits.take(BY_ADDRESS, address ?? "");
      if (byAddress.type === "refused") return null;
      if ((await limits.take(BY_EMAIL, email)).type === "refused") return null;
      const at = now();
      const token = newSecret();
      const expiresAt = new Date(at.getTime() + LIFE_MILLISECONDS).toISOString();
      await database.kysely.deleteFrom("password_resets")
        .where("expires_at", "<=", at.toISOString()).execute();
      // One statement, whether or not there is an account.
      const made = await database.kysely.insertInto("password_resets")
        .columns(["hash", "account", "created_at", "expires_at"])
        .expression((build) =>
          build.selectFrom("accounts").select([
            sql<string>`${hashSecret(token)}::text`.as("hash"),
            "id",
            sql<string>`${at.toISOString()}::timestamptz`.as("created_at"),
            sql<string>`${expiresAt}::timestamptz`.as("expires_at"),
          ]).where("email", "=", email).where("disabled_at", "is", null)
        )
        .returning("account").executeTakeFirst();
      await audit.note({ event: "reset_requested", account: made?.account ?? null, address });
      return made === undefined ? null : { email, token, expiresAt };
    },

    async issue({ account, by }) {
      const at = now();
      const issuer = await database.kysely.selectFrom("accounts").select("id").where("id", "=", by)
        .executeTakeFirst();
      const row = await database.kysely.selectFrom("accounts").select("email")
        .where("id", "=", account).where("disabled_at", "is", null).executeTakeFirst();
      if (row === undefined) {
        throw new AppError(
          "NOT_FOUND",
          "Cannot make a link to set a password as its account must exist and not be disabled",
        );
      }
      const token = newSecret();
      const expiresAt = new Date(at.getTime() + HANDED_LIFE_MILLISECONDS).toISOString();
      await database.kysely.insertInto("password_resets").values({
        hash: hashSecret(token),
        account,
        created_at: at.toISOString(),
        expires_at: expiresAt,
        used_at: null,
        issued_by: issuer?.id ?? null,
      }).execute();
      await audit.note({ event: "reset_requested", account, address: null, details: { by } });
      return { email: row.email, token, expiresAt };
    },

    async reset({ token, password, address }) {
      const hash = hashSecret(token);
      const found = await database.kysely.selectFrom("password_resets as reset")
        .innerJoin("accounts as account", "account.id", "reset.account")
        .leftJoin("accounts as issuer", "issuer.id", "reset.issued_by")
        .select(["account.id", "account.email"])
        .where("reset.hash", "=", hash).where("reset.used_at", "is", null)
        .where("reset.expires_at", ">", now().toISOString())
        .where("account.disabled_at", "is", null)
        // One that was being made while its admin was disabled ends here.
        .where((row) =>
          row.or([
            row("reset.issued_by", "is", null),
            row.and([row("issuer.role", "=", "admin"), row("issuer.disabled_at", "is", null)]),
          ])
        ).executeTakeFirst();
      if (found === undefined) return false;
      const passwordHash = await hashArgon2id(parseNewPassword(password, found.email));
      const isSet = await database.transaction(async (session) => {
        // Before the token: two tokens of one account would wait for each other.
        const owner = await session.kysely.selectFrom("accounts").select("email_verified_at")
          .where("id", "=", found.id).forUpdate().executeTakeFirst();
        const used = await session.kysely.updateTable("password_resets")
          .set({ used_at: now().toISOString() })
          .where("hash", "=", hash).where("used_at", "is", null)
          .returning("account").executeTakeFirst();
        if (used === undefined) return false;
        // Whoever has the link reads the mail of the address, or was given it by an admin.
        if (owner?.email_verified_at === null) {
          await takeOver(session, { account: found.id, now: now() });
        }
        await setPassword(session, { account: found.id, hash: passwordHash, now: now() });
        return true;
      });
      if (!isSet) return false;
      await lockout.succeed(lockKeyOf(found.email));
      await audit.note({ event: "password_reset", account: found.id, address });
      return true;
    },
  };
}
