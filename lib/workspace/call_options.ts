/**
 * What some methods of the workspace take beside what is asked.
 *
 * @module
 */

/** When to stop. */
export interface CallOptions {
  /** Gives the work up: whoever asked has gone. */
  readonly signal?: AbortSignal;
}
