/**
 * Takes a data directory and starts Postgres on it. Nothing is imported for that which takes
 * time, so that the process starts while the rest of the program is still read.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { AppError } from "@/lib/errors.ts";
import { commandFor } from "@/lib/process/spawn.ts";
import { unpackDirectory } from "./archive.ts";
import { refuseInterrupted } from "./interrupted_restore.ts";
import { takeLock } from "./lock.ts";

const SEED = new URL("seed.gz", import.meta.url);
const PUMP = new URL("pump.ts", import.meta.url);
/** What runs Postgres inside its process. */
export const WORKER = new URL("postgres_worker.ts", import.meta.url);

/**
 * Postgres is 10 MB of WebAssembly, and V8 is quick to optimize what has run a little. In a run of
 * a second that took half of all its processor time; ten times the patience costs a long one nothing.
 */
const PATIENT_COMPILER = ["--wasm-tiering-budget=130000000", "--no-wasm-inlining"];

/**
 * The largest functions count as busy after a few statements whatever the patience, and take 0.2 s
 * to optimize: so nothing is, where all is over in a second. Copying a million rows takes a sixth longer.
 */
const NO_OPTIMIZING_COMPILER = ["--liftoff-only"];

/** What is known of the work to come. */
export interface StartOptions {
  /** Whether all of it is over in about a second. */
  readonly brief?: boolean;
}

/** A directory that this process has taken, and the process that works on it. */
export interface StartedEmbedded {
  /** The directory of Postgres. */
  readonly directory: string;
  /** Keeps other processes out; dispose of it to let them in. */
  readonly lock: Disposable;
  readonly process: Deno.ChildProcess;
}

/**
 * Takes the data directory, making it when it is missing, and starts its process. One that is
 * there is taken without waiting for the system.
 *
 * @throws AppError DATABASE_BUSY when another process has it, DATABASE_ERROR where a restore was
 * interrupted, NO_RIGHTS, DISK_FULL.
 */
export async function startEmbedded(
  dataDirectory: string,
  options?: StartOptions,
): Promise<StartedEmbedded> {
  try {
    Deno.mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const path = Deno.realPathSync(dataDirectory);
    const lock = takeLock(`${path}/database.lock`);
    try {
      refuseInterrupted(path, "open the data directory");
      const directory = `${path}/database`;
      await unpackSeed(directory);
      return { directory, lock, process: spawnPostgres(directory, options) };
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  } catch (error) {
    throw directoryError(error, dataDirectory);
  }
}

/** Starts a process that runs Postgres on a directory and may do nothing else. */
export function spawnPostgres(
  directory: string,
  { brief = false }: StartOptions = {},
): Deno.ChildProcess {
  return commandFor(PUMP, WORKER, {
    rights: { read: [directory, packageDirectory()], write: [directory] },
    v8Flags: brief ? NO_OPTIMIZING_COMPILER : PATIENT_COMPILER,
  }).spawn();
}

/** The directory of PGlite's package, which the child may read. */
function packageDirectory(): string {
  return fileURLToPath(new URL(".", import.meta.resolve("@electric-sql/pglite")));
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
