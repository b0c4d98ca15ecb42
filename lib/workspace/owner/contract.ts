/**
 * Who is signed in in a browser: an account, or the owner, who came by the link that was printed.
 *
 * @module
 */
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

/** A signed-in person. */
export interface SessionView {
  readonly name: string;
  readonly by: Asker;
  /** As it is now: that of the owner is admin. */
  readonly role: AccountRole;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Signs the owner in, and whoever is in out. */
export interface Owner {
  /** Takes a one-time token; the session's secret goes into a cookie. `null`: used, old or wrong. */
  signIn(
    asked: {
      readonly token: string;
      readonly userAgent: string | null;
      /** The connection's, by which wrong tokens are told. */
      readonly address?: string | null;
    },
  ): Promise<{ readonly session: string; readonly expiresAt: string } | null>;
  session(asked: { readonly session: string }): Promise<SessionView | null>;
  signOut(asked: { readonly session: string }): Promise<void>;
}
