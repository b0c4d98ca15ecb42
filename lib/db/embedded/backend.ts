/**
 * The embedded database: PGlite in a process of its own on a data directory.
 *
 * @module
 */
import { Connection, type Wire } from "@/lib/db/connection.ts";
import type { Backend } from "@/lib/db/pooled_database.ts";
import { connectEmbedded } from "./connect.ts";
import type { StartedEmbedded } from "./start.ts";

/** Answers for a directory whose process has been started. @throws what `startEmbedded` does */
export async function openEmbedded(started: Promise<StartedEmbedded>): Promise<Backend> {
  return new EmbeddedBackend(await started);
}

class EmbeddedBackend implements Backend {
  readonly kind = "embedded";
  readonly size = 1;
  readonly #directory: string;
  readonly #lock: Disposable;
  /** The process of the first connection, until it is taken. */
  #process: Deno.ChildProcess | null;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  constructor({ directory, lock, process }: StartedEmbedded) {
    this.#directory = directory;
    this.#lock = lock;
    this.#process = process;
  }

  async connect(): Promise<Wire> {
    const process = this.#process;
    this.#process = null;
    const wire = await connectEmbedded({
      directory: this.#directory,
      process,
      notified: (channel, payload) =>
        this.#listeners.get(channel)?.forEach((handler) => handler(payload)),
    });
    const connection = new Connection(wire);
    for (const channel of this.#listeners.keys()) await connection.runScript(listenTo(channel));
    return wire;
  }

  async listen(
    channel: string,
    handler: (payload: string) => void,
    run: (sql: string) => Promise<unknown>,
  ): Promise<() => Promise<void>> {
    const handlers = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, handlers.add(handler));
    await run(listenTo(channel));
    // Nothing else hears of a channel without handlers, so it is not unlistened.
    return () => {
      handlers.delete(handler);
      return Promise.resolve();
    };
  }

  close(): Promise<void> {
    // Nobody connected to it.
    this.#process?.kill("SIGKILL");
    this.#process = null;
    this.#lock[Symbol.dispose]();
    return Promise.resolve();
  }
}

function listenTo(channel: string): string {
  return `listen "${channel.replaceAll('"', '""')}"`;
}
