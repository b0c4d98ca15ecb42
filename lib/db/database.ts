/**
 * The database, embedded or on a server, through one interface.
 *
 * Both speak Postgres' protocol through postgres.js: to a server over a socket, to PGlite over
 * the pipes of a child process. Values come out alike: int2, int4 and int8 as numbers (a
 * bigint beyond 2^53), numeric as exact text (as numbers in `columns()`), float as number,
 * date as `2026-01-31`, time as `10:20:30`, timestamptz as `2026-01-31T10:20:30Z`, jsonb
 * parsed, bytea as bytes, everything else as text. The time zone is UTC. Parameters are
 * `$1`, `$2`, …; write `$1::date` where Postgres cannot tell a parameter's type.
 *
 * Unqualified names are looked up in schema `daybook`, as the results role in `results`.
 *
 * @module
 */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Where the data is. */
export type DatabasePlace =
  | {
    /** Made when missing. One process at a time may have it open. */
    readonly dataDirectory: string;
  }
  | {
    /** `postgres://user:password@host:port/database`, version 15 or later. */
    readonly url: string;
    /** Refuses a server without TLS; true unless told not to, but on a loopback address. */
    readonly requireTls?: boolean;
  };

/**
 * As whom a statement runs: the owner of the tables, or the results role, which may read and
 * create tables in schema `results` and nothing else. Cells' SQL runs as the latter.
 */
export type DatabaseRole = "owner" | "results";

/** How a statement runs; what is left out has no limit. */
export interface StatementOptions {
  /** Stops the work within 200 ms; the statement fails with code CANCELLED. */
  readonly signal?: AbortSignal;
  /** Owner, unless told otherwise. */
  readonly role?: DatabaseRole;
  /** Beyond it the statement fails with code TIME_LIMIT. */
  readonly timeLimitMilliseconds?: number;
  /**
   * What a query may bring into memory, as the database sends it: beyond it the statement fails with
   * code ANSWER_TOO_LARGE. A copy is never in memory as a whole, and has no such limit.
   */
  readonly sizeLimitBytes?: number;
  /** Nobody waits for it: the database is idle nonetheless. */
  readonly background?: boolean;
}

/** A row as an object. */
export type Row = Readonly<Record<string, unknown>>;

/** One column of a result; built as `lib/frame`'s `Column` is, so that it can be taken for one. */
export type ResultColumn =
  | {
    readonly name: string;
    readonly type: "integer" | "decimal" | "float";
    /** NaN where there is null. */
    readonly values: Float64Array;
  }
  | {
    readonly name: string;
    readonly type: "boolean";
    readonly values: readonly (boolean | null)[];
  }
  | {
    readonly name: string;
    readonly type: "date" | "time" | "timestamp" | "text";
    readonly values: readonly (string | null)[];
  };

/** A result without row objects. */
export interface ResultColumns {
  readonly length: number;
  readonly columns: readonly ResultColumn[];
}

/** Bytes on their way into a table. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * What both a database and a transaction can do.
 *
 * @throws {StatementError} with code DATABASE_ERROR when Postgres refuses a statement;
 * {AppError} with CANCELLED, TIME_LIMIT, ANSWER_TOO_LARGE, DISK_FULL, NO_RIGHTS, and PROCESS_ENDED when the
 * database ended meanwhile: the same call again will work.
 */
export interface Session {
  readonly kind: "embedded" | "server";

  /** Typed queries on the tables of schema `daybook`. Inside a transaction they are part of it. */
  readonly kysely: Kysely<Tables>;

  /** Runs one statement and returns its rows. */
  query<Result extends Row = Row>(
    sql: string,
    parameters?: readonly unknown[],
    options?: StatementOptions,
  ): Promise<readonly Result[]>;

  /** Runs one statement and returns its columns. */
  columns(
    sql: string,
    parameters?: readonly unknown[],
    options?: StatementOptions,
  ): Promise<ResultColumns>;

  /**
   * Runs `copy … from stdin` and feeds it; returns the number of rows. Chunks may be cut
   * anywhere, and each is done with when the next one is asked for. If they throw, nothing
   * is stored and their error is thrown.
   */
  copyIn(statement: string, chunks: Chunks, options?: StatementOptions): Promise<number>;

  /** Runs `copy … to stdout` and yields its bytes. */
  copyOut(statement: string, options?: StatementOptions): AsyncIterable<Uint8Array>;
}

/** A database that is open. */
export interface Database extends Session {
  /**
   * Runs `work` in one transaction: all or nothing. Options hold for every statement in it, which
   * may name another role of its own; a time limit holds for the whole. On the embedded database
   * everybody else waits meanwhile, so nothing slow belongs here but a load.
   */
  transaction<Result>(
    work: (session: Session) => Promise<Result>,
    options?: StatementOptions,
  ): Promise<Result>;

  /** Calls `handler` at each notification of a channel; returns what ends this. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;

  /** Notifies all who listen to a channel. */
  notify(channel: string, payload: string): Promise<void>;

  /**
   * Waits until nobody has used the database for a while, but in the background; what nobody waits
   * for comes then, in short statements. The signal ends the waiting.
   */
  idle(signal: AbortSignal): Promise<void>;

  /** Says that work goes on, also between its statements: nothing is idle until it is disposed of. */
  occupy(): Disposable;

  /** Ends what runs and frees the data directory. Closing twice is closing once. */
  close(): Promise<void>;
}
