/**
 * The tables of accounts: what they are, prove and hand out, and what happened.
 *
 * @module
 */
import type { ColumnType, JSONColumnType } from "kysely";

/** What an account may do; each does what the one before does, and more. */
export type AccountRole = "viewer" | "editor" | "admin";

/** A person or a program that signs in. */
export interface AccountTable {
  readonly id: string;
  /** Normalised, so that one address has one account. */
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly created_at: string;
  readonly disabled_at: string | null;
  /** When it was shown that the address is the account's; `null` where nobody did. */
  readonly email_verified_at: ColumnType<string | null, string | null | undefined, string | null>;
}

/** The password of an account; none where somebody else proves who it is. */
export interface CredentialTable {
  readonly account: string;
  /** argon2id with cost and salt. */
  readonly password_hash: string;
  readonly changed_at: string;
}

/** Why a family of refresh tokens ended before its time. */
export type FamilyEnd = "sign_out" | "reuse" | "reset" | "disabled";

/** One sign-in of a program. */
export interface RefreshFamilyTable {
  readonly id: string;
  readonly account: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly ended_at: string | null;
  readonly ended_by: FamilyEnd | null;
}

/** A token of a family; it is used once. */
export interface RefreshTokenTable {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly family: string;
  readonly expires_at: string;
  readonly used_at: string | null;
}

/** A key with which programs come without signing in. */
export interface ApiKeyTable {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  /** The key's beginning, by which it is found and told from others. */
  readonly prefix: string;
  /** SHA-256 of the whole key, hexadecimal. */
  readonly hash: string;
  readonly scopes: JSONColumnType<readonly string[]>;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
}

/** An invitation to sign up with an address. */
export interface InvitationTable {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly invited_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly used_at: string | null;
}

/** A token with which an account sets another password. */
export interface PasswordResetTable {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly account: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly used_at: string | null;
  /** The id of the admin who handed it over; `null` where the account asked for it by itself. */
  readonly issued_by: string | null;
}

/** How much of a rate is used: all of it is back at a moment. */
export interface RateLimitTable {
  readonly key: string;
  readonly full_at: string;
}

/** Tries that did not succeed. */
export interface LockoutTable {
  readonly key: string;
  readonly tries: number;
  readonly tried_at: string;
  readonly locked_until: string | null;
}

/** What happened; rows are added and never changed. */
export interface AuditTable {
  /** Begins with the moment, so that ids order as events came. */
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly account: string | null;
  readonly address: string | null;
  readonly details: JSONColumnType<Readonly<Record<string, string | number>>, string, never>;
}

/** A sign-in at another place that has begun; it ends in the browser that began it. */
export interface OpenIdAttemptTable {
  /** SHA-256 of the state, hexadecimal. */
  readonly hash: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go once signed in. */
  readonly next: string;
  readonly expires_at: string;
}

/** A person with whom a notebook is shared. */
export interface NotebookPersonTable {
  readonly notebook: string;
  readonly account: string;
  readonly verb: "view" | "edit";
  readonly shared_at: string;
}

/** The account of a session; `null` where it is the owner's, who came by a link. */
export type SessionAccount = ColumnType<string | null, string | null | undefined, string | null>;

/** The tables of this file by name. */
export interface AccountTables {
  readonly accounts: AccountTable;
  readonly credentials: CredentialTable;
  readonly refresh_families: RefreshFamilyTable;
  readonly refresh_tokens: RefreshTokenTable;
  readonly api_keys: ApiKeyTable;
  readonly invitations: InvitationTable;
  readonly password_resets: PasswordResetTable;
  readonly rate_limits: RateLimitTable;
  readonly lockouts: LockoutTable;
  readonly audit_log: AuditTable;
  readonly openid_attempts: OpenIdAttemptTable;
  readonly notebook_people: NotebookPersonTable;
}
