/**
 * Who asks for something, told by the session that came with the request.
 *
 * @module
 */

/** Somebody who is signed in. */
export type Asker =
  /** Who came by the link that was printed at the start: may do everything, and has no account. */
  | { readonly type: "owner" }
  | { readonly type: "account"; readonly id: string };
