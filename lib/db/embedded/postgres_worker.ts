/**
 * Runs PGlite as a Postgres that speaks its protocol over pipes, one connection at a time.
 *
 * PGlite's own ways in take each message as a whole, so that a copy would have to fit into
 * memory. Here its engine reads and writes by itself, and sleeps while nothing arrives.
 *
 * @module
 */
import "@/lib/process/quiet.ts";
import { PGlite } from "@electric-sql/pglite";
import { RingReader } from "./ring.ts";
import { START_PARAMETERS } from "./settings.ts";

/** The exit status with which Postgres reports an error of a statement to its host. */
const LONG_JUMP = 100;

/** PGlite reads the program that makes databases, which is never run here. */
const EMPTY_MODULE = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

/** PGlite looks up the types of arrays, for queries of its own: there are none. */
class Engine extends PGlite {
  override _initArrayTypes(): Promise<void> {
    return Promise.resolve();
  }
}

interface Start {
  readonly memory: SharedArrayBuffer;
  readonly directory: string;
}

/** The worker's end of its port, which TypeScript takes for a window's. */
const port = globalThis as unknown as {
  postMessage(message: string): void;
  onmessage: ((event: MessageEvent<Start>) => void) | null;
};

port.onmessage = async ({ data: { memory, directory } }) => {
  waitForOthers(directory);
  removeOwnLock(directory);
  const database = new Engine({
    dataDir: directory,
    initdbWasmModule: EMPTY_MODULE,
    startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
  });
  await database.waitReady;
  port.postMessage("ready");
  serve(database.Module, new RingReader(memory));
};

/**
 * Waits until no other process works on the directory, and keeps others waiting. One whose
 * parent was killed a moment ago may still be writing, though the parent's lock is free.
 */
function waitForOthers(directory: string): void {
  Deno.openSync(`${directory}/daybook.lock`, { create: true, write: true }).lockSync(true);
}

/**
 * Removes the lock that Postgres makes of its own: a process that was killed leaves it
 * behind, and when it was killed before it had filled it, Postgres would never start again.
 */
function removeOwnLock(directory: string): void {
  try {
    Deno.removeSync(`${directory}/postmaster.pid`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

type Postgres = PGlite["Module"];

/** Answers one connection until the process ends. */
function serve(postgres: Postgres, ring: RingReader): never {
  // The memory moves when it grows, so a view of it is made for each call.
  const view = (pointer: number, length: number) =>
    new Uint8Array(postgres.wasmMemory.buffer, pointer, length);
  const read = postgres.addFunction(
    (pointer: number, length: number) => ring.readInto(view(pointer, length)),
    "ipi",
  );
  const write = postgres.addFunction((pointer: number, length: number) => {
    writeAll(view(pointer, length));
    return length;
  }, "ipi");
  postgres._pgl_set_rw_cbs(read, write);
  if (postgres._ProcessStartupPacket(postgres._pgl_getMyProcPort(), true, true) !== 0) {
    throw new Error("Cannot start a connection as its first message is not Postgres'");
  }
  postgres._pgl_sendConnData();
  postgres._pgl_pq_flush();
  while (true) {
    const stack = postgres.stackSave();
    try {
      postgres._PostgresMainLoopOnce();
    } catch (error) {
      if (!isLongJump(error)) throw error;
      postgres.stackRestore(stack);
      postgres._PostgresMainLongJmp();
    }
    postgres._PostgresSendReadyForQueryIfNecessary();
    postgres._pgl_pq_flush();
  }
}

function isLongJump(error: unknown): boolean {
  return typeof error === "object" && error !== null && "status" in error &&
    error.status === LONG_JUMP;
}

function writeAll(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}
