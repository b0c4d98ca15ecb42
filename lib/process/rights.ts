/**
 * What a child may do.
 *
 * @module
 */

/** Paths that a child may read or write, each with all below it; nothing else is allowed. */
export interface Rights {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
}

/** The exit code of a child of which a package was never fetched. */
export const EXIT_PACKAGES_MISSING = 72;
