/**
 * The lock that gives a data directory one owner at a time. The kernel frees it when the
 * owner dies; PGlite itself would let two processes in, and lose rows.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** Who holds a directory, as its lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly program: string;
  readonly since: string;
}

/**
 * Takes the lock; dispose of what is returned to give it back.
 *
 * @throws AppError DATABASE_BUSY when another process holds it, naming that process.
 */
export function takeLock(path: string): Disposable {
  const file = Deno.openSync(path, { read: true, write: true, create: true });
  if (!file.tryLockSync(true)) {
    const holder = readHolder(file);
    file.close();
    throw busyError(path, holder);
  }
  const holder: Holder = {
    pid: Deno.pid,
    host: hostname(),
    program: "daybook",
    since: new Date().toISOString(),
  };
  file.truncateSync();
  file.seekSync(0, Deno.SeekMode.Start);
  file.writeSync(new TextEncoder().encode(`${JSON.stringify(holder)}\n`));
  return { [Symbol.dispose]: () => file.close() };
}

/** The file is not removed with the lock: another process may be opening it. */
function readHolder(file: Deno.FsFile): Holder | null {
  try {
    const bytes = new Uint8Array(4096);
    const length = file.readSync(bytes);
    const text = new TextDecoder().decode(bytes.subarray(0, length ?? 0));
    return JSON.parse(text) as Holder; // written above; shown and nothing more
  } catch {
    return null;
  }
}

function busyError(path: string, holder: Holder | null): AppError {
  const who = holder === null
    ? "another process"
    : `process ${holder.pid} on "${holder.host}" since ${holder.since}`;
  return new AppError(
    "DATABASE_BUSY",
    `Cannot open the data directory as one process at a time may have it: ` +
      `current value is ${who}; end that process, or choose another directory with DATA_DIR`,
    {
      problems: [{
        severity: "error",
        code: "DATABASE_BUSY",
        message: `The data directory is held by ${who}`,
        place: { file: path },
        remedy: "End that process, or choose another directory with DATA_DIR",
      }],
    },
  );
}

/** The name of this machine, where it may be asked for. */
function hostname(): string {
  try {
    return Deno.hostname();
  } catch {
    return "this machine";
  }
}
