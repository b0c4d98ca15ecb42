/**
 * The tables of who may come in: sign-in links, sessions, shared links, grants.
 *
 * @module
 */
import type { ColumnType, JSONColumnType } from "kysely";
import type { SessionAccount } from "./account_tables.ts";

/** A link that signs the owner in once. */
export interface SignInLinkTable {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly used_at: string | null;
}

/** A browser in which somebody is signed in. */
export interface SessionTable {
  /** SHA-256 of the secret in the cookie, hexadecimal. */
  readonly hash: string;
  readonly created_at: string;
  readonly seen_at: string;
  readonly expires_at: string;
  readonly user_agent: string | null;
  readonly account: SessionAccount;
}

/** A link that others open without an account. */
export interface LinkTable {
  readonly id: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly notebook: string;
  readonly verb: "view" | "view_and_set";
  readonly mode: "live" | "frozen";
  readonly parameters: JSONColumnType<Readonly<Record<string, string>>>;
  readonly locked: JSONColumnType<readonly string[]>;
  readonly embed_hosts: JSONColumnType<readonly string[]>;
  readonly label: string;
  readonly password_hash: string | null;
  /** JSON as text, since the order of its keys is that of the page; `null` where the link is live. */
  readonly frozen_view: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  /** The account that made it; `null` for the owner who has none, and for links from before. */
  readonly maker: ColumnType<string | null, string | null | undefined, never>;
  readonly last_used_at: string | null;
  readonly uses: number;
}

/** A result that must not be evicted, and what keeps it, such as `link:…`. */
export interface KeptResultTable {
  readonly key: string;
  readonly holder: string;
}

/** A stranger's notebook: it has only what was granted. */
export interface GuardedNotebookTable {
  readonly notebook: string;
  readonly guarded_at: string;
}

/** What a stranger's notebook was granted. */
export interface GrantTable {
  readonly notebook: string;
  readonly type: string;
  readonly name: string;
  readonly granted_at: string;
}

/** The tables of this file by name. */
export interface AccessTables {
  readonly sign_in_links: SignInLinkTable;
  readonly sessions: SessionTable;
  readonly links: LinkTable;
  readonly kept_results: KeptResultTable;
  readonly guarded_notebooks: GuardedNotebookTable;
  readonly grants: GrantTable;
}
