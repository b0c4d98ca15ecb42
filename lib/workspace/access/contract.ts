/**
 * Who asks, and how programs come in.
 *
 * @module
 */
import type { Scope } from "@/lib/auth/roles.ts";
import type { Untold } from "@/lib/auth/limits/shared_allowance.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

/** What a request shows of who sends it: a cookie's secret, an access token, or a key. */
export type Credential =
  | { readonly type: "session"; readonly session: string }
  | { readonly type: "bearer"; readonly token: string }
  | { readonly type: "key"; readonly key: string };

/** Who was found behind it. */
export interface Who {
  readonly by: Asker;
  /** As it is now: that of the owner is admin. */
  readonly role: AccountRole;
  /** What a key is limited to; `null` where the role alone decides. */
  readonly scopes: readonly Scope[] | null;
}

/** From where a program comes. */
export interface Calling {
  /** The address at the other end of its connection. */
  readonly address: string | null;
}

/** The tokens of a program, told once. Moments are ISO 8601 in UTC. */
export interface TokenPair {
  readonly access: string;
  readonly accessExpiresAt: string;
  readonly refresh: string;
  readonly refreshExpiresAt: string;
}

/** What came of signing a program in. */
export type LoggedIn =
  | { readonly type: "signed_in"; readonly tokens: TokenPair }
  | { readonly type: "refused" }
  | { readonly type: "too_often"; readonly retryAfterSeconds: number };

/** Says who asks; lets programs in and out. */
export interface Access {
  /** Who shows a credential; `null` where it is unknown, old, ended or of a disabled account. */
  who(asked: Calling & { readonly credential: Credential }): Promise<Who | null>;
  /**
   * Signs up. Nothing tells whether the address had an account.
   *
   * @throws AppError BAD_PARAMETER, TOO_OFTEN, NOT_GRANTED where it is not for them.
   */
  signUp(
    asked: Calling & {
      readonly email: string;
      readonly name: string;
      readonly password: string;
      readonly invitation: string | null;
    },
  ): Promise<void>;
  /** Gives tokens for a password. @throws AppError BAD_PARAMETER */
  logIn(
    asked: Calling & { readonly email: string; readonly password: string },
  ): Promise<LoggedIn>;
  /** Gives the next tokens; of a refresh token that was used before the whole family ends. */
  refresh(asked: Calling & { readonly refresh: string }): Promise<LoggedIn>;
  /** Ends the family of a refresh token; one that is unknown has ended. */
  logOut(asked: Calling & { readonly refresh: string }): Promise<void>;
  /**
   * Adds up requests that were let through, or refused, with those of other processes; returns when
   * each of their keys will have all of its rate again, in milliseconds since 1970.
   */
  countRequests(asked: { readonly told: readonly Untold[] }): Promise<readonly number[]>;
  /** Keeps that an address was asked for that climbs out of its folder. */
  noteClimbing(asked: Calling & { readonly path: string }): Promise<void>;
  /** Keeps that a request met a bug of the web process; the log has it by the request's id. */
  noteFault(asked: Calling & { readonly request: string }): Promise<void>;
}
