/**
 * Signing up.
 *
 * No answer tells whether an address had an account, and hashing takes its time either way.
 *
 * @module
 */
import { hashArgon2id } from "@/lib/crypto/argon2id.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { parseEmail, parseName, parseNewPassword } from "./account_fields.ts";
import type { Taken } from "@/lib/auth/limits/allowance.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import { useInvitation } from "./invitations.ts";
import type { Rate } from "@/lib/auth/limits/rate_limit.ts";
import { setPassword } from "./set_password.ts";
import { takeOver } from "./take_over.ts";

/** Who may sign up by themselves. */
export type SignUpPolicy = "open" | "by_invitation" | "closed";

const SIGN_UP: Rate = { name: "sign_up", size: 10, refillMilliseconds: 60_000 };

/** What somebody typed to sign up. */
export interface SignUp {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** The token of an invitation; `null` where there is none. */
  readonly invitation: string | null;
  readonly address: string | null;
  /**
   * Whether a letter will show whose the address is: without an invitation no password counts before, so
   * that signing in tells nothing either.
   */
  readonly byMail?: boolean;
}

/**
 * What became of it. Outsiders are told the same of both; who has the address is told by mail that
 * somebody tried.
 */
export type SignedUp =
  | { readonly type: "created"; readonly account: string; readonly email: string }
  /** An account without a password, which who reads the mail of the address is to set. */
  | { readonly type: "waiting"; readonly account: string; readonly email: string }
  | { readonly type: "known"; readonly email: string };

/** What signing up is made with. */
interface SignUpOptions {
  readonly database: Database;
  readonly audit: Audit;
  readonly signUps: SignUpPolicy;
  readonly now: () => Date;
  /** Counts what comes from an address, and tells the log where it is too much. */
  readonly limit: (rate: Rate, address: string | null) => Promise<Taken>;
}

/** Makes what signs up, as `Accounts.signUp` tells. */
export function createSignUp(
  { database, audit, signUps, now, limit }: SignUpOptions,
): (typed: SignUp) => Promise<SignedUp> {
  return async ({ invitation, address, byMail = false, ...typed }) => {
    const waits = byMail && invitation === null;
    const email = parseEmail(typed.email);
    const name = parseName(typed.name);
    const password = waits ? null : parseNewPassword(typed.password, email);
    if (signUps === "closed" || (signUps === "by_invitation" && invitation === null)) {
      throw new AppError(
        "NOT_GRANTED",
        `Cannot sign up as sign-up must be open to you: current value is "${signUps}"`,
      );
    }
    const taken = await limit(SIGN_UP, address);
    if (taken.type === "refused") {
      const { retryAfterSeconds } = taken;
      throw new AppError("TOO_OFTEN", "Cannot sign up so often", { retryAfterSeconds });
    }
    const at = now();
    const hash = password === null ? null : await hashArgon2id(password);
    const account = await database.transaction(async (session) => {
      const role = invitation === null
        ? "viewer"
        : await useInvitation(session, { token: invitation, email, now: at });
      if (role === null) {
        throw new AppError(
          "NOT_GRANTED",
          "Cannot sign up as the invitation must be for this address, unused and not over",
        );
      }
      const made = await session.kysely.insertInto("accounts").values({
        id: crypto.randomUUID(),
        email,
        name,
        role,
        created_at: at.toISOString(),
        disabled_at: null,
        // Anybody may have typed an address; who was invited at one has it.
        email_verified_at: invitation === null ? null : at.toISOString(),
      }).onConflict((conflict) => conflict.column("email").doNothing())
        .returning("id").executeTakeFirst();
      const id = made?.id ??
        (invitation === null ? null : await takeTyped(session, { email, name, role, now: at }));
      if (id === null) return null;
      if (hash !== null) await setPassword(session, { account: id, hash, now: at });
      return id;
    });
    if (account === null) return { type: "known", email };
    await audit.note({ event: "signed_up", account, address });
    return { type: waits ? "waiting" : "created", account, email };
  };
}

/** Gives an invited person the account of their address that nobody has shown to be theirs. */
async function takeTyped(
  session: Session,
  { email, name, role, now }: {
    readonly email: string;
    readonly name: string;
    readonly role: AccountRole;
    readonly now: Date;
  },
): Promise<string | null> {
  const typed = await session.kysely.selectFrom("accounts").select("id")
    .where("email", "=", email).where("email_verified_at", "is", null)
    .where("disabled_at", "is", null).forUpdate().executeTakeFirst();
  if (typed === undefined) return null;
  await takeOver(session, { account: typed.id, now });
  await session.kysely.updateTable("accounts").set({ name, role }).where("id", "=", typed.id)
    .execute();
  return typed.id;
}
