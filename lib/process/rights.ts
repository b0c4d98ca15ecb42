/**
 * What a child may do.
 *
 * @module
 */

/** What a child may do beside computing; nothing else is allowed. */
export interface Rights {
  /** Paths that it may read, each with all below it. */
  readonly read?: readonly string[];
  /** Paths that it may write, each with all below it. */
  readonly write?: readonly string[];
  /** Addresses that it may listen at, such as `127.0.0.1:8000`; it may connect to these too. */
  readonly net?: readonly string[];
}

/** The exit code of a child that holds more memory than it may. */
export const EXIT_MEMORY_FULL = 73;

/** The exit code of a child of which a package was never fetched. */
export const EXIT_PACKAGES_MISSING = 72;
