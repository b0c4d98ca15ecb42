/**
 * What is done on one connection: statements one after the other, each in its role.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { columnsOf } from "./columns.ts";
import { type AnswerLimits, type Connection, plainRows, type Rows } from "./connection.ts";
import type {
  Chunks,
  DatabaseRole,
  ResultColumns,
  Row,
  Session,
  StatementOptions,
} from "./database.ts";
import { kyselyOver } from "./kysely.ts";
import { Limit } from "./limit.ts";
import type { Tables } from "./tables.ts";

/** The role of cells' SQL. */
const RESULTS_ROLE = "daybook_results";

/** What makes the rest of a transaction run in a role. */
const ENTER: Readonly<Record<DatabaseRole, string>> = {
  owner: "set local role none; set local search_path to daybook",
  results: `set local role ${RESULTS_ROLE}; set local search_path to results`,
};

/** What holds for every statement of a transaction. */
export interface Scope {
  readonly kind: Session["kind"];
  readonly role: DatabaseRole;
  /** Aborts with the error to throw. */
  readonly signal: AbortSignal;
  /** Milliseconds that a statement has where it has no limit of its own; `undefined` for any. */
  readonly statementLimit: number | undefined;
  /** What an answer may bring where its statement does not say; `undefined` for what the connection lets. */
  readonly answerLimit?: number;
}

/** A transaction that is open on a connection. */
export class TransactionSession implements Session {
  readonly kind: Session["kind"];
  readonly kysely: Kysely<Tables>;
  readonly #connection: Connection;
  readonly #role: DatabaseRole;
  readonly #signal: AbortSignal;
  readonly #statementLimit: number | undefined;
  readonly #answerLimit: number | undefined;
  #current: DatabaseRole = "owner";
  #last: Promise<unknown> = Promise.resolve();
  /** Settles when the scripts that were sent are answered. */
  #sent: Promise<unknown> = Promise.resolve();

  /** Takes a connection on which a transaction was begun. */
  constructor(connection: Connection, scope: Scope) {
    this.#connection = connection;
    this.kind = scope.kind;
    this.#role = scope.role;
    this.#signal = scope.signal;
    this.#statementLimit = scope.statementLimit;
    this.#answerLimit = scope.answerLimit;
    this.kysely = kyselyOver(() =>
      Promise.resolve({
        run: (sql, parameters) =>
          this.#queue(
            {},
            (limits) => connection.run(sql, parameters, { ...limits, prepare: true }),
          ),
        release() {},
      })
    );
  }

  /** Runs `work` in one transaction of this connection; the signal ends what runs. */
  static async run<Result>(
    connection: Connection,
    work: (session: TransactionSession) => Promise<Result>,
    scope: Scope,
  ): Promise<Result> {
    scope.signal.throwIfAborted();
    const session = new TransactionSession(connection, scope);
    session.#send("begin");
    try {
      const result = await work(session);
      await session.#last;
      scope.signal.throwIfAborted();
      await session.#sent;
      await connection.runScript("commit");
      return result;
    } catch (error) {
      await session.#last.catch(() => {});
      if (!connection.lost) await connection.runScript("rollback").catch(() => {});
      throw scope.signal.aborted ? scope.signal.reason : error;
    }
  }

  async query<Result extends Row = Row>(
    sql: string,
    parameters: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<readonly Result[]> {
    const rows: Rows = await this.#queue(
      this.#limited(options),
      (limits) => this.#connection.run(sql, parameters, limits),
    );
    return plainRows(rows);
  }

  async columns(
    sql: string,
    parameters: readonly unknown[] = [],
    options: StatementOptions = {},
  ): Promise<ResultColumns> {
    return columnsOf(
      await this.#queue(
        this.#limited(options),
        (limits) => this.#connection.runValues(sql, parameters, limits),
      ),
    );
  }

  async copyIn(
    statement: string,
    chunks: Chunks,
    options: StatementOptions = {},
  ): Promise<number> {
    return await this.#queue(
      this.#limited(options),
      ({ signal }) => this.#connection.copyIn(statement, chunks, signal),
    );
  }

  async *copyOut(statement: string, options: StatementOptions = {}): AsyncGenerator<Uint8Array> {
    const gone = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<AsyncGenerator<Uint8Array>>();
    const queued = this.#queue(options, async ({ signal }) => {
      begun.resolve(this.#connection.copyOut(statement, signal));
      await gone.promise;
    });
    queued.catch(begun.reject);
    try {
      yield* await begun.promise;
    } finally {
      gone.resolve();
      await queued;
    }
  }

  /** Runs one thing after the other, in its role and within its limit. */
  async #queue<Result>(
    { fallback, ...options }: StatementOptions & { readonly fallback?: number },
    run: (limits: AnswerLimits) => Promise<Result>,
  ): Promise<Result> {
    const before = this.#last;
    const next = (async () => {
      await before.catch(() => {});
      using limit = new Limit(options, { fallback });
      this.#enter(options.role ?? this.#role);
      const signal = AbortSignal.any([this.#signal, limit.signal]);
      try {
        return await run({ signal, sizeLimitBytes: options.sizeLimitBytes ?? this.#answerLimit });
      } catch (error) {
        // What was sent before it tells better what went wrong, but for a stop that was asked for.
        if (!signal.aborted) await this.#sent;
        throw error;
      }
    })();
    this.#last = next.catch(() => {});
    return await next;
  }

  #limited(options: StatementOptions) {
    return { ...options, fallback: this.#statementLimit };
  }

  #enter(role: DatabaseRole): void {
    if (role === this.#current) return;
    this.#send(ENTER[role]);
    this.#current = role;
  }

  /** Sends what nobody has to wait for: where it fails, so does all that follows in a transaction. */
  #send(script: string): void {
    this.#sent = Promise.all([this.#sent, this.#connection.runScript(script)]);
    this.#sent.catch(() => {});
  }
}
