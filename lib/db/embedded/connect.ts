/**
 * Connects to the database's process through its pipes.
 *
 * @module
 */
import { Duplex } from "node:stream";
import postgres from "postgres";
import { AppError } from "@/lib/errors.ts";
import { EXIT_PACKAGES_MISSING } from "@/lib/process/rights.ts";
import { fetchPackages, lastOf } from "@/lib/process/spawn.ts";
import type { Wire } from "@/lib/db/connection.ts";
import { valueTypes } from "@/lib/db/values.ts";
import { spawnPostgres, WORKER } from "./start.ts";

/** Where Postgres runs, and who hears of notifications. */
export interface EmbeddedOptions {
  /** The directory of Postgres, which exists. */
  readonly directory: string;
  /** A process that was started on it before; `null` starts one. */
  readonly process: Deno.ChildProcess | null;
  readonly notified: (channel: string, payload: string) => void;
}

/**
 * Connects to Postgres on a directory.
 *
 * @throws AppError PROCESS_ENDED, DISK_FULL or NO_RIGHTS when it does not start.
 */
export async function connectEmbedded(options: EmbeddedOptions): Promise<Wire> {
  try {
    return await start(options);
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== EXIT_PACKAGES_MISSING) {
      throw appError(error);
    }
    await fetchPackages(WORKER);
    return await start({ ...options, process: null }).catch((again) => {
      throw appError(again);
    });
  }
}

/** A process that ended before it answered. */
class StartError extends Error {
  readonly code: number;

  constructor(code: number, printed: string) {
    super(printed);
    this.code = code;
  }
}

async function start({ directory, process, notified }: EmbeddedOptions): Promise<Wire> {
  const child = process ?? spawnPostgres(directory);
  const printed = lastOf(child.stderr);
  const { socket, received } = socketOver(child);
  let lost = false;
  const ended = child.status.then(() => {
    lost = true;
    socket.destroy();
  });
  const sql = postgres({
    // Only for processes and sockets that postgres.js does not open itself; not in its types.
    socket: () => lost ? Promise.reject(new Error("The process has ended")) : socket,
    max: 1,
    user: "postgres",
    database: "postgres",
    fetch_types: false,
    keep_alive: null,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 0,
    types: valueTypes,
    onnotice() {},
    onnotify: notified,
    onclose() {
      lost = true;
    },
  } as postgres.Options<Record<string, postgres.PostgresType>>);
  const kill = () => {
    lost = true;
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const early = child.status.then(async ({ code }) => {
    throw new StartError(code, await printed);
  });
  early.catch(() => {});
  await Promise.race([sql`select 1`, early]);
  return {
    sql,
    stop: () => Promise.resolve(kill()),
    drop: kill,
    housekeeping: "checkpoint",
    get received() {
      return received();
    },
    get lost() {
      return lost;
    },
    async close() {
      if (!lost) await sql`checkpoint`.catch(() => {});
      kill();
      await ended;
    },
  };
}

/** What postgres.js takes for a socket, and the bytes that have come through it. */
function socketOver(
  child: Deno.ChildProcess,
): { readonly socket: Duplex; readonly received: () => number } {
  const stdin = child.stdin.getWriter();
  const stdout = child.stdout.getReader();
  let received = 0;
  const socket = new Duplex({
    write(chunk, _encoding, done) {
      stdin.write(chunk).then(() => done(), done);
    },
    final(done) {
      stdin.close().then(() => done(), done);
    },
    async read() {
      try {
        const { value } = await stdout.read();
        received += value?.length ?? 0;
        this.push(value ?? null);
      } catch (error) {
        this.destroy(error instanceof Error ? error : undefined);
      }
    },
  });
  return { socket, received: () => received };
}

function appError(error: unknown): unknown {
  if (!(error instanceof StartError)) return error;
  const text = error.message;
  if (/no space left on device/i.test(text)) {
    return new AppError("DISK_FULL", "Cannot open the database as its disk is full", {
      cause: error,
    });
  }
  if (/permission denied|EACCES|EPERM|EROFS|read-only file system/i.test(text)) {
    return new AppError("NO_RIGHTS", "Cannot open the database as its files may not be written", {
      cause: error,
    });
  }
  return new AppError(
    "PROCESS_ENDED",
    `Cannot open the database as its process must start: current state is ended with code ${error.code}`,
    { cause: error },
  );
}
