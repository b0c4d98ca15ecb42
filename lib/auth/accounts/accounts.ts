/**
 * Signing in, and changing a password.
 *
 * Nothing here tells whether an address has an account: neither an answer, nor a lock, nor the time
 * that hashing takes.
 *
 * @module
 */
import { hashArgon2id, verifyArgon2id } from "@/lib/crypto/argon2id.ts";
import type { Database } from "@/lib/db/database.ts";
import { parseEmail, parseNewPassword, parsePassword } from "./account_fields.ts";
import type { Taken } from "@/lib/auth/limits/allowance.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import type { Proven } from "@/lib/auth/sessions/proven.ts";
import type { Lockout } from "@/lib/auth/limits/lockout.ts";
import type { Rate, RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { setPassword } from "./set_password.ts";
import { createSignUp, type SignedUp, type SignUp, type SignUpPolicy } from "./sign_up.ts";

const SIGN_IN: Rate = { name: "sign_in", size: 20, refillMilliseconds: 10_000 };

/** That too much comes of an address is told so often: the audit log may not grow with it. */
const TOLD_AGAIN_MILLISECONDS = 60_000;

/** Stands in where there is no password: random bytes, of which nobody knows one. */
const NO_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$vfhDGu5NS77WxEz5/pSMNg$tkjtJhN9iH0ezGhnfZj6P4xTfPOpXQhAsTKPeAtrI1E";

/** What somebody typed to sign in. */
export interface SignIn {
  readonly email: string;
  readonly password: string;
  readonly address: string | null;
}

/** What became of it. */
export type SignedIn =
  | { readonly type: "signed_in"; readonly proven: Proven }
  | { readonly type: "refused" }
  | { readonly type: "too_often"; readonly retryAfterSeconds: number };

/** Another password for who knows the present one. */
export interface PasswordChange {
  readonly account: string;
  readonly current: string;
  readonly password: string;
  readonly address: string | null;
}

/** What people do with their own accounts. */
export interface Accounts {
  /**
   * Signs up.
   *
   * @throws AppError BAD_PARAMETER, TOO_OFTEN, and NOT_GRANTED where the policy forbids it or the
   * invitation is not good.
   */
  signUp(typed: SignUp): Promise<SignedUp>;
  /**
   * Proves who somebody is by a password.
   *
   * @throws AppError BAD_PARAMETER
   */
  signIn(typed: SignIn): Promise<SignedIn>;
  /**
   * Sets another password and ends all that the one before let in.
   *
   * @throws AppError BAD_PARAMETER
   */
  changePassword(typed: PasswordChange): Promise<SignedIn>;
}

/** What accounts are made with. */
export interface AccountOptions {
  readonly database: Database;
  readonly audit: Audit;
  readonly lockout: Lockout;
  readonly limits: RateLimits;
  readonly signUps: SignUpPolicy;
  readonly now: () => Date;
}

/** Makes accounts on a database. */
export function createAccounts(
  { database, audit, lockout, limits, signUps, now }: AccountOptions,
): Accounts {
  const accountsWithPasswords = () =>
    database.kysely.selectFrom("accounts as account")
      .leftJoin("credentials as credential", "credential.account", "account.id")
      .select(["account.id", "account.email", "account.disabled_at"])
      .select(["credential.password_hash", "credential.changed_at"]);

  /** Tries a password for an address, whether or not the address has an account. */
  async function prove(
    email: string,
    { row, password, address }: {
      readonly row: Awaited<ReturnType<typeof findByEmail>>;
      readonly password: string;
      readonly address: string | null;
    },
  ): Promise<SignedIn> {
    const key = lockKeyOf(email);
    const begun = await lockout.begin(key);
    const account = row?.id ?? null;
    if (begun.type === "refused") {
      await audit.note({ event: "locked_out", account, address });
      return tooOften(begun);
    }
    const isRight = await verifyArgon2id(password, row?.password_hash ?? NO_HASH);
    if (!isRight || row === undefined || row.password_hash === null || row.disabled_at !== null) {
      const reason = row === undefined ? "address" : isRight ? "disabled" : "password";
      await audit.note({ event: "sign_in_failed", account, address, details: { reason } });
      return { type: "refused" };
    }
    await lockout.succeed(key);
    return { type: "signed_in", proven: { account: row.id, passwordOf: row.changed_at } };
  }

  const findByEmail = (email: string) =>
    accountsWithPasswords().where("account.email", "=", email).executeTakeFirst();

  async function limit(rate: Rate, address: string | null): Promise<Taken> {
    const taken = await limits.take(rate, address ?? "");
    if (taken.type === "allowed") return taken;
    const name = `${rate.name} told`;
    const telling = { name, size: 1, refillMilliseconds: TOLD_AGAIN_MILLISECONDS };
    if ((await limits.take(telling, address ?? "")).type === "allowed") {
      const details = { limit: rate.name };
      await audit.note({ event: "rate_limit_hit", account: null, address, details });
    }
    return taken;
  }

  return {
    signUp: createSignUp({ database, audit, signUps, now, limit }),

    async signIn({ address, ...typed }) {
      const email = parseEmail(typed.email);
      const password = parsePassword(typed.password);
      const taken = await limit(SIGN_IN, address);
      if (taken.type === "refused") return tooOften(taken);
      const signedIn = await prove(email, { row: await findByEmail(email), password, address });
      if (signedIn.type === "signed_in") {
        await audit.note({ event: "signed_in", account: signedIn.proven.account, address });
      }
      return signedIn;
    },

    async changePassword({ account, current, password: typed, address }) {
      const row = await accountsWithPasswords().where("account.id", "=", account)
        .executeTakeFirst();
      if (row === undefined) return { type: "refused" };
      const next = parseNewPassword(typed, row.email);
      const password = parsePassword(current);
      const proved = await prove(row.email, { row, password, address });
      if (proved.type !== "signed_in") return proved;
      const hash = await hashArgon2id(next);
      const at = now();
      await database.transaction((session) => setPassword(session, { account, hash, now: at }));
      await audit.note({ event: "password_changed", account, address });
      return { type: "signed_in", proven: { account, passwordOf: at.toISOString() } };
    },
  };
}

/** What an address is counted by when its password is tried. */
export function lockKeyOf(email: string): string {
  return `password:${email}`;
}

function tooOften({ retryAfterSeconds }: Extract<Taken, { type: "refused" }>): SignedIn {
  return { type: "too_often", retryAfterSeconds };
}
