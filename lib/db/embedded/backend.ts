/**
 * The embedded database: PGlite in a process of its own on a data directory.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Connection } from "@/lib/db/connection.ts";
import type { Backend } from "@/lib/db/pooled_database.ts";
import { unpackDirectory } from "./archive.ts";
import { connectEmbedded } from "./connect.ts";
import { takeLock } from "./lock.ts";

const SEED = new URL("seed.gz", import.meta.url);

/**
 * Takes the data directory, making it when it is missing. One that is there is taken without
 * waiting for the system, so that the process starts before the caller goes on with its work.
 *
 * @throws AppError DATABASE_BUSY when another process has it, NO_RIGHTS, DISK_FULL.
 */
export async function openEmbedded(dataDirectory: string): Promise<Backend> {
  try {
    Deno.mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const path = Deno.realPathSync(dataDirectory);
    const lock = takeLock(`${path}/database.lock`);
    try {
      const directory = `${path}/database`;
      await unpackSeed(directory);
      return new EmbeddedBackend(directory, lock);
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  } catch (error) {
    throw directoryError(error, dataDirectory);
  }
}

class EmbeddedBackend implements Backend {
  readonly kind = "embedded";
  readonly size = 1;
  readonly #directory: string;
  readonly #lock: Disposable;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  constructor(directory: string, lock: Disposable) {
    this.#directory = directory;
    this.#lock = lock;
  }

  async connect(): Promise<Connection> {
    const connection = new Connection(
      await connectEmbedded({
        directory: this.#directory,
        notified: (channel, payload) =>
          this.#listeners.get(channel)?.forEach((handler) => handler(payload)),
      }),
    );
    for (const channel of this.#listeners.keys()) await connection.runScript(listenTo(channel));
    return connection;
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
    this.#lock[Symbol.dispose]();
    return Promise.resolve();
  }
}

function listenTo(channel: string): string {
  return `listen "${channel.replaceAll('"', '""')}"`;
}

/** Makes the database where there is none; a half-made one was never given its name. */
async function unpackSeed(directory: string): Promise<void> {
  if (exists(`${directory}/PG_VERSION`)) return;
  const unfinished = `${directory}.new`;
  await Deno.remove(unfinished, { recursive: true }).catch(ignoreMissing);
  await unpackDirectory(await Deno.readFile(SEED), unfinished);
  await Deno.rename(unfinished, directory);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** What the system says of a path that is no directory or may not become one. */
const UNUSABLE = [
  Deno.errors.PermissionDenied,
  Deno.errors.NotCapable,
  Deno.errors.NotADirectory,
  Deno.errors.AlreadyExists,
  Deno.errors.NotFound,
];

function directoryError(error: unknown, dataDirectory: string): unknown {
  if (UNUSABLE.some((type) => error instanceof type)) {
    return new AppError(
      "NO_RIGHTS",
      `Cannot open the data directory as it must be one that may be written: ` +
        `current value is "${dataDirectory}"`,
      { cause: error },
    );
  }
  if (error instanceof Error && /ENOSPC|no space left/i.test(error.message)) {
    return new AppError(
      "DISK_FULL",
      `Cannot make the data directory as its disk is full: current value is "${dataDirectory}"`,
      { cause: error },
    );
  }
  return error;
}
