/**
 * The tables of schema `daybook`, as Kysely sees them. The tables that hold the rows of
 * results are in schema `results` and are not listed, since each has columns of its own.
 *
 * @module
 */
import type { ColumnType, JSONColumnType } from "kysely";
import type { AccessTables } from "./access_tables.ts";
import type { AccountTables } from "./account_tables.ts";
import type { EventTables } from "./event_tables.ts";
import type { MailTables } from "./mail_tables.ts";
import type { NotebookTables } from "./notebook_tables.ts";
import type { ScheduleTables } from "./schedule_tables.ts";
import type { UploadTables } from "./upload_tables.ts";

/** ISO 8601 in UTC when read; a default of the database where nothing is written. */
type Timestamp = ColumnType<string, string | undefined, string>;

/** Parsed when read; written as JSON text, so that arrays are not taken for those of Postgres. */
type Json<Value extends object | null> = JSONColumnType<Value>;

/** A version of a file that was read, by the digest of its bytes. */
export interface DatasetTable {
  readonly digest: string;
  readonly name: string;
  readonly bytes: number;
  readonly format: string;
  /** What was decided about the file, and on what evidence. */
  readonly facts: Json<object>;
  readonly created_at: Timestamp;
  /** `null` unless it was deleted, and can be restored. */
  readonly deleted_at: Timestamp | null;
}

/** The catalogue of results: what a key gave. */
export interface ResultTable {
  readonly key: string;
  readonly kind: string;
  readonly kind_version: number;
  /** The table in schema `results` that holds the rows; `null` where there is none. */
  readonly relation: string | null;
  readonly schema: Json<object>;
  readonly rows: number;
  readonly rejected: number;
  /** What the step told of its result, from which figures and blocks follow. */
  readonly facts: Json<object>;
  readonly problems: Json<object>;
  readonly milliseconds: number;
  readonly created_at: Timestamp;
  readonly last_used_at: Timestamp;
}

/** A row or value that did not fit, in the order of lines. */
export interface RejectedTable {
  readonly result_key: string;
  /** Counts from 1 in the file; `null` where the input has no lines. */
  readonly line: number | null;
  /** `null` where the whole row was rejected. */
  readonly column_name: string | null;
  readonly value: string | null;
  readonly reason: string;
}

/** How a run stands; "interrupted" is one whose process ended. */
export type RunState = "running" | "done" | "failed" | "cancelled" | "interrupted";

/** One run of a notebook. */
export interface RunTable {
  readonly id: string;
  readonly notebook: string;
  readonly as_of: ColumnType<string, string, string>;
  readonly parameters: Json<object>;
  readonly state: RunState;
  readonly started_at: Timestamp;
  readonly finished_at: ColumnType<string | null, string | null | undefined, string | null>;
  readonly milliseconds: number | null;
}

/** One cell of a run. */
export interface RunCellTable {
  readonly run_id: string;
  /** The cell's place in the order of running, from 0. */
  readonly position: number;
  readonly cell: string;
  readonly kind: string;
  /** `null` where the cell has no key, since it could not be planned. */
  readonly key: string | null;
  /** The engine's word for how the cell ended. */
  readonly state: string;
  /** `null` where the cell did not run. */
  readonly origin: "computed" | "cache" | null;
  readonly started_at: ColumnType<string | null, string | null | undefined, string | null>;
  readonly milliseconds: number | null;
  readonly rows: number | null;
  readonly problems: Json<object>;
}

/** What language models cost on a day, in the currency of their prices. */
export interface ModelCostTable {
  readonly day: string;
  readonly spent: number;
}

/** Every table of the program. */
export interface Tables
  extends
    AccessTables,
    AccountTables,
    EventTables,
    MailTables,
    NotebookTables,
    ScheduleTables,
    UploadTables {
  readonly datasets: DatasetTable;
  readonly results: ResultTable;
  readonly rejected: RejectedTable;
  readonly runs: RunTable;
  readonly run_cells: RunCellTable;
  readonly model_costs: ModelCostTable;
}
