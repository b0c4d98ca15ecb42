/**
 * What a load tells of its result.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { FileFacts } from "@/lib/read/facts.ts";

/** Rows that were read from bytes, or events that were taken. */
export type LoadFacts = FileLoadFacts | EventLoadFacts;

/** A file that was read. */
export interface FileLoadFacts {
  readonly file: FileFacts;
  /** SHA-256 of the bytes. */
  readonly digest: string;
  readonly bytes: number;
}

/** Events that were taken. */
export interface EventLoadFacts {
  readonly events: {
    /** In the order of their names; the first of many. */
    readonly sources: readonly string[];
    readonly take: "events" | "days";
    readonly rows: number;
    /** How many metrics there are, and those with the most rows. */
    readonly metricCount: number;
    readonly metrics: readonly { readonly name: string; readonly rows: number }[];
    /** `null` where there is none. */
    readonly days: readonly [first: string, last: string] | null;
    readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  };
}
