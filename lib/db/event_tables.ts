/**
 * The tables of events and their daily rollup.
 *
 * @module
 */
import type { ColumnType, Generated, JSONColumnType } from "kysely";

/** ISO 8601 in UTC when read; a default of the database where nothing is written. */
type Timestamp = ColumnType<string, string | undefined, string>;

/** Where events come from. */
export interface SourceTable {
  readonly name: string;
  readonly id: ColumnType<number, never, never>;
  /** The IANA name of the zone of its days, and of its times without an offset. */
  readonly zone: Generated<string>;
  /** Grows with every batch that brought events: what is computed of them is stale then. */
  readonly changes: Generated<number>;
  readonly created_at: Timestamp;
}

/** An event. */
export interface EventTable {
  readonly source: string;
  /** A UUID in form alone: 128 bits of a digest. */
  readonly key: string;
  readonly event_id: string | null;
  readonly time: ColumnType<string, string, string>;
  /** By the clocks of its source's zone. */
  readonly day: string;
  readonly metric: string;
  /** Exact, without zeros at its end. */
  readonly value: string;
  readonly dimensions: JSONColumnType<Readonly<Record<string, string>>>;
  /** What brought it first. */
  readonly batch: string;
  readonly received_at: Timestamp;
}

/** A value, or a row where it has no column, that made no event. */
export interface EventRejectedTable {
  readonly batch: string;
  readonly line: number;
  readonly column_name: string | null;
  readonly value: string | null;
  readonly reason: string;
}

/** What the events of a day come to; a day without events has no row. */
export interface MetricDailyTable {
  readonly source: string;
  readonly metric: string;
  readonly day: string;
  readonly value_count: number;
  /** Exact decimals. */
  readonly value_sum: string;
  readonly value_min: string;
  readonly value_max: string;
}

/** What came in as one request. */
export interface EventBatchTable {
  readonly id: string;
  /** As the request names it; `null` where each row does. */
  readonly source: string | null;
  /** How it was to be read. */
  readonly asked: JSONColumnType<object>;
  /** As they were sent. */
  readonly bytes: number;
  /** Of the bytes, by a key: the same bytes have the same. */
  readonly digest: string;
  readonly state: EventBatchState;
  /** So many pieces are stored. */
  readonly pieces: Generated<number>;
  /** What became of the last that was stored, also before it was judged anew; `null` where none was. */
  readonly last_piece: JSONColumnType<object> | null;
  readonly inserted: Generated<number>;
  readonly duplicates: Generated<number>;
  readonly conflicts: Generated<number>;
  /** What was told at its end. */
  readonly told: JSONColumnType<object> | null;
  /** The batch whose rejected rows these are, corrected. */
  readonly corrects: string | null;
  /** So many events came of its own rejected rows, corrected, and of what was rejected of those. */
  readonly corrected: Generated<number>;
  readonly received_at: Timestamp;
  readonly ended_at: ColumnType<string | null, string | null | undefined, string | null>;
}

/** "storing" is one that was judged, and goes on at the next start. */
export type EventBatchState = "received" | "storing" | "stored" | "refused" | "failed";

/** All of them. */
export interface EventTables {
  readonly sources: SourceTable;
  readonly events: EventTable;
  readonly event_rejected: EventRejectedTable;
  readonly metric_daily: MetricDailyTable;
  readonly event_batches: EventBatchTable;
}
