/**
 * What people do with their own accounts: come in, look after it, leave.
 *
 * @module
 */
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { ApiKey } from "@/lib/auth/api_keys.ts";
import type { Scope } from "@/lib/auth/roles.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Asker } from "./asker.ts";

/** How somebody can come in here, for the page that asks. */
export interface WaysIn {
  readonly signUps: SignUpPolicy;
  /** What the other place to sign in at is called; `null` where none is set up. */
  readonly openId: string | null;
  /** Whether mail can be sent: else an admin hands links over. */
  readonly mail: boolean;
  /** Whether anybody has an account; until then there is only the owner's link. */
  readonly accounts: boolean;
}

/** From where somebody comes. */
export interface Comer {
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** A session that has just begun: its secret goes into a cookie. Moments are ISO 8601 in UTC. */
export interface Begun {
  readonly session: string;
  readonly expiresAt: string;
}

/** What came of signing in. */
export type Entered =
  | { readonly type: "signed_in"; readonly begun: Begun }
  | { readonly type: "refused" }
  | { readonly type: "too_often"; readonly retryAfterSeconds: number };

/** An account as its own page shows it. */
export interface Profile {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  /** Whether it has a password; `false` where another place proves who it is. */
  readonly hasPassword: boolean;
  readonly createdAt: string;
}

/** A browser in which the account is signed in. */
export interface OwnSession {
  readonly id: string;
  readonly userAgent: string | null;
  readonly createdAt: string;
  /** To within five minutes. */
  readonly seenAt: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

/** All that the page of an account shows. */
export interface AccountView {
  readonly profile: Profile;
  readonly sessions: readonly OwnSession[];
  readonly keys: readonly ApiKey[];
  /** What a key of this account may be allowed. */
  readonly scopes: readonly Scope[];
}

/** Who asks, where it has to be an account of its own; the owner is refused with NOT_FOUND. */
export interface OwnAsked {
  readonly by: Asker;
}

/** What people ask about their own accounts. */
export interface Accounts {
  /** How one can come in. */
  ways(asked: Readonly<Record<never, never>>): Promise<WaysIn>;
  /** Signs in with a password. @throws AppError BAD_PARAMETER */
  signIn(
    asked: Comer & { readonly email: string; readonly password: string },
  ): Promise<Entered>;
  /**
   * Signs up; nothing tells whether the address had an account. Who was invited is signed in. Where there is
   * mail, the password of others does not count: a link to set one goes to the address.
   *
   * @throws AppError BAD_PARAMETER, TOO_OFTEN, NOT_GRANTED where it is not for them.
   */
  signUp(
    asked: Comer & {
      readonly email: string;
      readonly name: string;
      readonly password: string;
      readonly invitation: string | null;
      readonly origin: string;
    },
  ): Promise<{ readonly begun: Begun | null }>;
  /** Whom an invitation is for; `null` where it is used, old or wrong. */
  invitation(asked: { readonly token: string }): Promise<{ readonly email: string } | null>;
  /** Mails a link to set another password, where there is an account and mail. Tells nothing of it. */
  requestReset(
    asked: { readonly email: string; readonly address: string | null; readonly origin: string },
  ): Promise<void>;
  /** Sets a password by such a link; `false` where it is used, old or wrong. @throws AppError BAD_PARAMETER */
  reset(
    asked: { readonly token: string; readonly password: string; readonly address: string | null },
  ): Promise<boolean>;
  /** Begins to sign in at another place; `null` where none is set up. */
  beginOpenId(
    asked: { readonly origin: string; readonly next: string; readonly address: string | null },
  ): Promise<{ readonly location: string; readonly state: string } | null>;
  /**
   * Ends what `beginOpenId` began, in the browser that began it.
   *
   * @throws AppError NOT_GRANTED where the other place said no, or names nobody for us.
   */
  endOpenId(
    asked: Comer & {
      readonly address: string | null;
      readonly url: string;
      readonly state: string;
    },
  ): Promise<{ readonly begun: Begun; readonly next: string }>;

  /** An account with all it has handed out. @throws AppError NOT_FOUND for the owner */
  view(asked: OwnAsked & { readonly session: string }): Promise<AccountView>;
  /** @throws AppError BAD_PARAMETER */
  rename(asked: OwnAsked & { readonly name: string }): Promise<void>;
  /**
   * Sets another password; all other sessions end, and this one begins anew.
   *
   * @throws AppError BAD_PARAMETER
   */
  changePassword(
    asked: OwnAsked & Comer & { readonly current: string; readonly password: string },
  ): Promise<Entered>;
  /** Ends one session of the account; one that is gone has ended. */
  endSession(asked: OwnAsked & { readonly id: string }): Promise<void>;
  /** Ends all sessions of the account, this one too, and what programs were given for a password. */
  signOutEverywhere(asked: OwnAsked & { readonly address: string | null }): Promise<void>;
  /** Makes a key, which is told here and nowhere else. @throws AppError BAD_PARAMETER, NOT_GRANTED */
  createKey(
    asked: OwnAsked & {
      readonly name: string;
      readonly scopes: readonly string[];
      readonly days: number | null;
    },
  ): Promise<{ readonly key: string }>;
  /** Ends a key at once; one that is gone has ended. */
  revokeKey(asked: OwnAsked & { readonly id: string }): Promise<void>;
}
