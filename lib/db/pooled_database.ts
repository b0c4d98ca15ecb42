/**
 * The database: lends its connections to statements and transactions.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { AppError } from "@/lib/errors.ts";
import { columnsOf } from "./columns.ts";
import { closedError, Connection, plainRows, type Wire } from "./connection.ts";
import type {
  Chunks,
  Database,
  ResultColumns,
  Row,
  Session,
  StatementOptions,
} from "./database.ts";
import { kyselyOver } from "./kysely.ts";
import { Limit } from "./limit.ts";
import { Pool } from "./pool.ts";
import { TransactionSession } from "./session.ts";
import type { Tables } from "./tables.ts";

/** What the embedded database and a server differ in. */
export interface Backend {
  readonly kind: Session["kind"];
  /** How many connections may be open at a time. */
  readonly size: number;
  connect(): Promise<Wire>;
  /** Runs `handler` at each notification; `run` runs a statement on one of the connections. */
  listen(
    channel: string,
    handler: (payload: string) => void,
    run: (sql: string) => Promise<unknown>,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** What holds for every statement, but for Kysely's, and for rows on their way out. */
export interface DatabaseLimits {
  /** The time of a statement that has no limit of its own; none where it is left out. */
  readonly statementLimitMilliseconds?: number;
  /** What an answer may bring into memory where its statement does not say; 256 MB where it is left out. */
  readonly answerLimitBytes?: number;
  /** Hears how long each statement took. */
  readonly measured?: (milliseconds: number) => void;
}

/** Statements that may be run again when the database was lost under them. */
const READING = /^\s*(select|values|table|show|explain)\b/i;

/** A database of either kind, on a pool of its connections. */
export class PooledDatabase implements Database {
  readonly kind: Session["kind"];
  readonly kysely: Kysely<Tables>;
  readonly #backend: Backend;
  readonly #pool: Pool;
  readonly #closing = new AbortController();
  readonly #statementLimit: number | undefined;
  #closed: Promise<void> | null = null;

  constructor(
    backend: Backend,
    { statementLimitMilliseconds, answerLimitBytes, measured }: DatabaseLimits = {},
  ) {
    this.#statementLimit = statementLimitMilliseconds;
    this.kind = backend.kind;
    this.#backend = backend;
    this.#pool = new Pool(async () => {
      const connection = new Connection(await backend.connect(), { answerLimitBytes });
      connection.measured = measured ?? null;
      return connection;
    }, backend.size);
    this.kysely = kyselyOver(async () => {
      const { signal } = this.#closing;
      const connection = await this.#pool.borrow({ signal });
      return {
        run: (sql, parameters) => connection.run(sql, parameters, { signal, prepare: true }),
        release: () => this.#pool.giveBack(connection),
      };
    });
  }

  async query<Result extends Row = Row>(
    sql: string,
    parameters: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<readonly Result[]> {
    if (options.role === "results") {
      return await this.#again(
        sql,
        () => this.transaction((session) => session.query<Result>(sql, parameters), options),
      );
    }
    const rows = await this.#again(
      sql,
      () =>
        this.#lendLimited(
          options,
          (connection, signal) =>
            connection.run(sql, parameters, { signal, sizeLimitBytes: options.sizeLimitBytes }),
        ),
    );
    return plainRows(rows);
  }

  async columns(
    sql: string,
    parameters: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<ResultColumns> {
    if (options.role === "results") {
      return await this.#again(
        sql,
        () => this.transaction((session) => session.columns(sql, parameters), options),
      );
    }
    return columnsOf(
      await this.#again(
        sql,
        () =>
          this.#lendLimited(
            options,
            (connection, signal) =>
              connection.runValues(sql, parameters, {
                signal,
                sizeLimitBytes: options.sizeLimitBytes,
              }),
          ),
      ),
    );
  }

  async copyIn(
    statement: string,
    chunks: Chunks,
    options: StatementOptions = {},
  ): Promise<number> {
    if (options.role === "results") {
      return await this.transaction((session) => session.copyIn(statement, chunks), options);
    }
    return await this.#lendLimited(
      options,
      (connection, signal) => connection.copyIn(statement, chunks, signal),
    );
  }

  async *copyOut(statement: string, options: StatementOptions = {}): AsyncGenerator<Uint8Array> {
    using limit = this.#limit(options);
    const connection = await this.#pool.borrow({ signal: limit.signal });
    try {
      if (options.role !== "results") {
        yield* connection.copyOut(statement, limit.signal);
        return;
      }
      await connection.runScript("begin");
      const { role } = options;
      const scope = { kind: this.kind, role, signal: limit.signal, statementLimit: undefined };
      yield* new TransactionSession(connection, scope).copyOut(statement);
    } finally {
      if (options.role === "results" && !connection.lost) await connection.runScript("rollback");
      this.#pool.giveBack(connection);
    }
  }

  async transaction<Result>(
    work: (session: Session) => Promise<Result>,
    options: StatementOptions = {},
  ): Promise<Result> {
    const { role = "owner" } = options;
    return await this.#lend(
      options,
      (connection, signal) =>
        TransactionSession.run(connection, work, {
          kind: this.kind,
          role,
          signal,
          statementLimit: this.#statementLimit,
          answerLimit: options.sizeLimitBytes,
        }),
    );
  }

  async listen(
    channel: string,
    handler: (payload: string) => void,
  ): Promise<() => Promise<void>> {
    return await this.#backend.listen(channel, handler, (sql) => this.query(sql));
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.query("select pg_notify($1, $2)", [channel, payload]);
  }

  async idle(signal: AbortSignal): Promise<void> {
    await this.#pool.idle(AbortSignal.any([signal, this.#closing.signal]));
  }

  occupy(): Disposable {
    return this.#pool.occupy();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort(closedError());
    await this.#pool.close();
    await this.#backend.close();
  }

  async #lend<Result>(
    options: StatementOptions,
    use: (connection: Connection, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    using limit = this.#limit(options);
    const { signal } = limit;
    const { background } = options;
    return await this.#pool.lend((connection) => use(connection, signal), { signal, background });
  }

  /** The limit of every statement counts from when there is a connection for it. */
  #lendLimited<Result>(
    options: StatementOptions,
    use: (connection: Connection, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (options.timeLimitMilliseconds !== undefined) return this.#lend(options, use);
    return this.#lend(options, async (connection, signal) => {
      using limit = new Limit({}, { fallback: this.#statementLimit });
      return await use(connection, AbortSignal.any([signal, limit.signal]));
    });
  }

  #limit(options: StatementOptions): Limit {
    return new Limit(options, { closing: this.#closing.signal });
  }

  /** Runs a reading statement a second time when the database ended under it. */
  async #again<Result>(sql: string, run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      const lost = error instanceof AppError && error.code === "PROCESS_ENDED";
      if (lost && READING.test(sql)) return await run();
      throw error;
    }
  }
}
