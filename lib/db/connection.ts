/**
 * One connection to Postgres, which runs one statement at a time.
 *
 * @module
 */
import type { Readable, Writable } from "node:stream";
import type postgres from "postgres";
import { AppError } from "@/lib/errors.ts";
import { Interruption } from "@/lib/process/interruption.ts";
import type { Chunks } from "./database.ts";
import { AnswerLimit, DEFAULT_ANSWER_BYTES } from "./answer_limit.ts";
import { isLost, statementError } from "./statement_error.ts";
import { writeParameter } from "./values.ts";

/** What a connection to a server and one to a child process differ in. */
export interface Wire {
  /** postgres.js with one connection, which is never opened again once lost. */
  readonly sql: postgres.Sql;
  /**
   * Stops the statement that runs, if need be by ending the connection. A server does not hear
   * it between two messages of a statement: stop again until the statement has ended.
   */
  stop(): Promise<void>;
  /** Ends the connection at once, whatever runs. */
  drop(): void;
  /** The bytes that have come from the database so far. */
  readonly received: number;
  /** Whether the connection is of no more use. */
  readonly lost: boolean;
  /** What to run now and then where the database does not do it by itself. */
  readonly housekeeping: "checkpoint" | null;
  /** Ends the connection in good order. */
  close(): Promise<void>;
}

/** The rows of a statement as postgres.js gives them. */
export type Rows = postgres.RowList<postgres.Row[]>;

/** The values of each row in the order of the columns. */
export type ValueRows = postgres.ValuesRowList<postgres.Row[]>;

/** How long a statement may take to end after it was stopped, before it is stopped again. */
const STOP_MILLISECONDS = 50;

/** After this much work it is time for housekeeping. */
const HOUSEKEEPING_BYTES = 64 * 1024 * 1024;

/** What a statement counts for: its own bytes are not known. */
const STATEMENT_BYTES = 64 * 1024;

/** What postgres.js calls on a statement; it names them, but not among its types. */
interface Ends {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** What an answer may take. */
export interface AnswerLimits {
  readonly signal: AbortSignal;
  /** Where it is left out, the connection's. */
  readonly sizeLimitBytes?: number;
}

/** A connection that is used by one caller at a time. */
export class Connection {
  /** Hears how long each statement took, and each copy into a table. */
  measured: ((milliseconds: number) => void) | null = null;
  readonly #wire: Wire;
  readonly #answerLimit: number;
  #bytes = 0;
  /** Postgres says that it ends before the wire does, and hears nothing from then on. */
  #ended = false;

  /** No answer has more than `answerLimitBytes`, but where its statement says otherwise. */
  constructor(
    wire: Wire,
    { answerLimitBytes = DEFAULT_ANSWER_BYTES }: { readonly answerLimitBytes?: number } = {},
  ) {
    this.#wire = wire;
    this.#answerLimit = answerLimitBytes;
  }

  get lost(): boolean {
    return this.#ended || this.#wire.lost;
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Whether `keepHouse()` is due. */
  get untidy(): boolean {
    return this.#wire.housekeeping !== null && this.#bytes > HOUSEKEEPING_BYTES;
  }

  /** Does what is due between two users of the connection; takes some milliseconds. */
  async keepHouse(): Promise<void> {
    this.#bytes = 0;
    if (this.#wire.housekeeping !== null) await this.runScript(this.#wire.housekeeping);
  }

  /** Runs one statement; `prepare` keeps its plan for the next time. */
  async run(
    sql: string,
    parameters: readonly unknown[],
    { prepare = false, ...limits }: AnswerLimits & { readonly prepare?: boolean },
  ): Promise<Rows> {
    return await this.#settle(this.#statement(sql, parameters, prepare), limits);
  }

  /** Runs one statement, and gives its rows as arrays. */
  async runValues(
    sql: string,
    parameters: readonly unknown[],
    limits: AnswerLimits,
  ): Promise<ValueRows> {
    return await this.#settle(this.#statement(sql, parameters, false).values(), limits);
  }

  /**
   * Runs statements of our own that take no parameters, separated by semicolons. They are sent at
   * once: what is run next comes after them, whether they were waited for or not.
   */
  async runScript(script: string): Promise<void> {
    try {
      await this.#wire.sql.unsafe(script).execute();
    } catch (error) {
      throw this.#errorOf(error);
    }
  }

  async copyIn(statement: string, chunks: Chunks, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    const start = performance.now();
    const { stream, ended } = await this.#startCopy<Writable>("writable", statement);
    const interruption = new Interruption();
    const stop = () => interruption.interrupt(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    ended.catch((error) => interruption.interrupt(this.#errorOf(error)));
    const iterator = iterate(chunks);
    try {
      while (true) {
        const next = await interruption.over(iterator.next());
        if (next.done) break;
        const { value } = next;
        this.#bytes += value.length;
        const written = new Promise<void>((resolve) => stream.write(value, () => resolve()));
        await interruption.over(written);
      }
      stream.end();
      return await interruption.over(ended);
    } catch (error) {
      Promise.resolve(iterator.return?.()).catch(() => {});
      await this.#abandon(stream, ended);
      throw error;
    } finally {
      this.measured?.(performance.now() - start);
      signal.removeEventListener("abort", stop);
    }
  }

  async *copyOut(statement: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    signal.throwIfAborted();
    const { stream, ended } = await this.#startCopy<Readable>("readable", statement);
    // What was not read keeps the connection from hearing anything else: it is of no more use.
    const drop = () => this.#wire.drop();
    signal.addEventListener("abort", drop, { once: true });
    let finished = false;
    try {
      for await (const chunk of stream) yield chunk;
      await ended;
      finished = true;
    } catch (error) {
      throw signal.aborted ? signal.reason : this.#errorOf(error);
    } finally {
      signal.removeEventListener("abort", drop);
      if (!finished) drop();
    }
  }

  #errorOf(error: unknown): unknown {
    this.#ended ||= isLost(error);
    return statementError(error);
  }

  #statement(sql: string, parameters: readonly unknown[], prepare: boolean) {
    this.#bytes += STATEMENT_BYTES;
    const texts = parameters.map(writeParameter);
    // Without `simple: false` a statement without parameters might be several.
    const options = { prepare, simple: false };
    return this.#wire.sql.unsafe<postgres.Row[]>(sql, texts, options);
  }

  async #settle<Result>(
    statement: PromiseLike<Result>,
    { signal, sizeLimitBytes = this.#answerLimit }: AnswerLimits,
  ): Promise<Result> {
    signal.throwIfAborted();
    const start = performance.now();
    const stopping = new Stopping(this.#wire);
    const stop = () => stopping.begin();
    signal.addEventListener("abort", stop, { once: true });
    using answer = new AnswerLimit(this.#wire, sizeLimitBytes);
    try {
      const result = await statement;
      answer.check();
      return result;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw answer.exceeded ?? this.#errorOf(error);
    } finally {
      this.measured?.(performance.now() - start);
      signal.removeEventListener("abort", stop);
      await stopping.end();
    }
  }

  /**
   * Starts a copy. postgres.js hands out the stream and then tells nobody when Postgres has
   * refused its last rows, or taken them; it calls these two functions of the statement.
   */
  async #startCopy<Stream extends Readable | Writable>(
    direction: "readable" | "writable",
    statement: string,
  ): Promise<{ readonly stream: Stream; readonly ended: Promise<number> }> {
    const end = Promise.withResolvers<number>();
    end.promise.catch(() => {});
    const query = this.#wire.sql.unsafe(statement);
    const ends = query as unknown as Ends; // see the interface
    const { resolve, reject } = ends;
    let started = false;
    ends.resolve = (value) => {
      if (started) end.resolve(Number((value as Rows).count)); // what postgres.js resolves with
      else resolve(value);
      started = true;
    };
    ends.reject = (error) => {
      end.reject(error);
      reject(error);
    };
    try {
      // Typed as Node's streams by a package that Deno does not check against its own.
      const stream = await query[direction]() as unknown as Stream;
      stream.on("error", () => {}); // told through `ended`
      return { stream, ended: end.promise };
    } catch (error) {
      throw this.#errorOf(error);
    }
  }

  /** Ends a copy that failed, and waits until the connection can be used again or is lost. */
  async #abandon(stream: Writable, ended: Promise<number>): Promise<void> {
    if (!stream.destroyed) stream.destroy(new Error("The copy was given up"));
    const stopping = new Stopping(this.#wire);
    const timer = setTimeout(() => stopping.begin(), STOP_MILLISECONDS);
    await ended.catch(() => {});
    clearTimeout(timer);
    await stopping.end();
  }
}

/** Stops a statement again and again until it has ended. */
class Stopping {
  readonly #wire: Wire;
  #last: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  begin(): void {
    this.#last = this.#last.then(() => this.#wire.stop());
    this.#timer = setTimeout(() => this.begin(), STOP_MILLISECONDS);
  }

  /** Resolves when no stop is on its way that could meet the next statement. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#last;
  }
}

function iterate(chunks: Chunks): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in chunks
    ? chunks[Symbol.asyncIterator]()
    : chunks[Symbol.iterator]();
}

/** Returns the rows without what postgres.js hangs on them, as the caller says they are. */
export function plainRows<Result>(rows: Rows): readonly Result[] {
  return Array.from(rows) as unknown as readonly Result[];
}

/** The error of whoever uses a database that was closed. */
export function closedError(): AppError {
  return new AppError("DATABASE_ERROR", "Cannot use the database as it is closed");
}
