/**
 * Who is signed in, for the bar of whatever page they look at.
 *
 * @module
 */
import { createContext } from "preact";

/** Somebody who is signed in, as the bar shows them. */
export interface SignedIn {
  readonly name: string;
  /** Whether the pages of admins are theirs too. */
  readonly isAdmin: boolean;
  /** Whether they may edit notebooks, and so schedule them. */
  readonly mayEdit: boolean;
  /** Whether the page of the interface for programs is there. */
  readonly tellsApi: boolean;
}

/** `null` where nobody is. */
export const SignedInContext = createContext<SignedIn | null>(null);
