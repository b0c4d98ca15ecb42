/**
 * Who is signed in. Until accounts come there is one person: the owner of the workspace.
 *
 * @module
 */

/** A signed-in person. */
export interface SessionView {
  readonly name: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Signs the owner in and out. */
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
