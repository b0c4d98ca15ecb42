/**
 * What a cron line comes to, as the server tells it.
 *
 * @module
 */

/** What a cron line and a zone come to. */
export type DuePreview =
  | {
    readonly type: "due";
    readonly zone: string;
    /** As people say it; the cron line where it has no usual shape. */
    readonly words: string;
    readonly times: readonly DueTime[];
  }
  | { readonly type: "refused"; readonly field: "cron" | "zone"; readonly message: string };

/** A time that something is due. */
export interface DueTime {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** By the clocks of the zone: "Tue 24 Nov 2026, 02:15". */
  readonly local: string;
}
