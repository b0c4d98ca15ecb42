/**
 * Lends connections to one user at a time, in the order in which they asked.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { closedError, type Connection } from "./connection.ts";

/** So long nobody has had or wanted a connection where the database is idle. */
const IDLE_MILLISECONDS = 100;

/** Connections, and those who wait for one. */
export class Pool {
  readonly #open: () => Promise<Connection>;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  /** Connections of those whom nobody waits for. */
  readonly #background = new Set<Connection>();
  /** Those who have or want a connection, but for these. */
  #users = 0;
  #lastUse = -Infinity;
  #free: number;
  #closed = false;

  /** At most `size` connections are open at a time; a lost one is replaced when next needed. */
  constructor(open: () => Promise<Connection>, size: number) {
    this.#open = open;
    this.#free = size;
  }

  /** Lends a connection to `use` alone; waiting for one ends when the signal aborts. */
  async lend<Result>(
    use: (connection: Connection) => Promise<Result>,
    options: { readonly signal: AbortSignal; readonly background?: boolean },
  ): Promise<Result> {
    const connection = await this.borrow(options);
    try {
      return await use(connection);
    } finally {
      this.giveBack(connection);
    }
  }

  /** Waits until nobody has had or wanted a connection for a while, but in the background. */
  async idle(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const rest = this.#users > 0 ? IDLE_MILLISECONDS : this.#lastUse + IDLE_MILLISECONDS -
        performance.now();
      if (rest <= 0) return;
      await setTimeout(rest, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** Counts as somebody who has a connection, until it is disposed of. */
  occupy(): Disposable {
    this.#users++;
    return { [Symbol.dispose]: () => this.#endUse() };
  }

  #endUse(): void {
    this.#users--;
    this.#lastUse = performance.now();
  }

  /** Lends a connection until `giveBack`; what is done in the background is no use of it. */
  async borrow(
    { signal, background = false }: {
      readonly signal: AbortSignal;
      readonly background?: boolean;
    },
  ): Promise<Connection> {
    if (background) {
      const connection = await this.#take(signal);
      this.#background.add(connection);
      return connection;
    }
    this.#users++;
    try {
      return await this.#take(signal);
    } catch (error) {
      this.#users--;
      throw error;
    }
  }

  async #take(signal: AbortSignal): Promise<Connection> {
    await this.#wait(signal);
    try {
      if (this.#closed) throw closedError();
      let connection = this.#idle.pop();
      while (connection?.lost) {
        this.#all.delete(connection);
        connection = this.#idle.pop();
      }
      return connection ?? await this.#connect();
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  giveBack(connection: Connection): void {
    if (!this.#background.delete(connection)) this.#endUse();
    if (connection.untidy && !connection.lost && !this.#closed) {
      connection.keepHouse().catch(() => {}).finally(() => this.#putBack(connection));
    } else this.#putBack(connection);
  }

  #putBack(connection: Connection): void {
    if (connection.lost) this.#all.delete(connection);
    else this.#idle.push(connection);
    this.#release();
  }

  /** Closes all connections, those that are lent too: whoever has one finds it lost. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((connection) => connection.close()));
  }

  async #connect(): Promise<Connection> {
    const connection = await this.#open();
    if (this.#closed) {
      await connection.close();
      throw closedError();
    }
    this.#all.add(connection);
    return connection;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", leave, { once: true });
    // Once resolved, the place is no longer in the queue, and leaving is too late.
    await promise.finally(() => signal.removeEventListener("abort", leave));
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
