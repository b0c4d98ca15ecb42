/**
 * Starts child processes that may do next to nothing, and talks with them.
 *
 * A child is the Deno binary itself with the narrowest rights, no environment and no way to
 * fetch code. Whoever stops waiting for a child kills it: nothing else surely stops a busy one.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type Call, Calls, type Channel } from "./calls.ts";
import { pack, type Post, unpack } from "./channel.ts";
import type { Frame, Outgoing, RawFrame } from "./frame.ts";
import { EXIT_MEMORY_FULL, EXIT_PACKAGES_MISSING } from "./rights.ts";
import {
  type ChildOptions,
  type Ending,
  fetchPackages,
  type Spawned,
  spawnEntry,
} from "./spawn.ts";

/** When to stop waiting for a method. */
export interface CallOptions {
  /** Kills the child when it aborts. */
  readonly signal?: AbortSignal;
  /** Kills the child when the method takes longer. */
  readonly timeLimitMilliseconds?: number;
}

/** A child process. */
export interface Child extends AsyncDisposable {
  /**
   * Calls a method and returns its answer.
   *
   * @throws AppError `CANCELLED` and `TIME_LIMIT` when the child was killed for these reasons,
   * `PROCESS_ENDED` when it ended otherwise, and any that the method threw. Other errors of the
   * method are bugs: they arrive as an `Error` with the child's stack as its `cause`.
   */
  call(method: string, request?: Outgoing, options?: CallOptions): Promise<Frame>;
  /** Starts a method that exchanges frames with us while it runs. Throws as `call` does. */
  open(method: string, request?: Outgoing, options?: CallOptions): Channel;
  /** Ends the child at once; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when the child is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

/** What V8 prints as it ends a process whose heap is full. */
const HEAP_FULL = "JavaScript out of memory";

/** Starts a child; what is sent before it listens waits for it. */
export function startChild(entry: URL, options: ChildOptions = {}): Child {
  return new ChildProcess(entry, options);
}

class ChildProcess implements Child {
  readonly exited: Promise<void>;
  readonly #listens = Promise.withResolvers<void>();
  #written = this.#listens.promise;
  #spawned: Spawned | null = null;
  #killed = false;
  #ended = false;

  constructor(entry: URL, options: ChildOptions) {
    this.exited = this.#live(entry, options);
  }

  async call(method: string, request?: Outgoing, options?: CallOptions): Promise<Frame> {
    return await this.open(method, request, options).result;
  }

  open(method: string, request?: Outgoing, options: CallOptions = {}): Channel {
    const call = this.#calls.open(method, request);
    call.result.catch(() => {}).finally(this.#limit(call, method, options));
    return call;
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#spawned?.kill();
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  /** Kills the child when the call is aborted or takes too long; returns what forgets both. */
  #limit(call: Call, method: string, { signal, timeLimitMilliseconds }: CallOptions) {
    const stop = (error: AppError) => {
      call.fail(error);
      this.kill();
    };
    const cancel = () =>
      stop(new AppError("CANCELLED", `Cannot finish "${method}" as it was cancelled`));
    const overrun = () =>
      stop(
        new AppError(
          "TIME_LIMIT",
          `Cannot finish "${method}" as it may take at most ${timeLimitMilliseconds} milliseconds`,
        ),
      );
    const timer = timeLimitMilliseconds === undefined
      ? undefined
      : setTimeout(overrun, timeLimitMilliseconds);
    signal?.addEventListener("abort", cancel);
    if (signal?.aborted) cancel();
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    };
  }

  /** Runs the process to its end; a second time where its packages had to be fetched first. */
  async #live(entry: URL, options: ChildOptions): Promise<void> {
    let error: Error;
    try {
      const run = () => {
        this.#spawned = spawnEntry(entry, options, this.#receive);
        return this.#spawned.ended;
      };
      let ending = await run();
      if (ending.code === EXIT_PACKAGES_MISSING && !this.#killed) {
        await fetchPackages(entry);
        if (!this.#killed) ending = await run();
      }
      error = processEnded(entry, ending, options);
    } catch (thrown) {
      error = new AppError("PROCESS_ENDED", "Cannot start a child process as Deno may not be run", {
        cause: thrown,
      });
    }
    this.#ended = true;
    this.#listens.resolve();
    this.#calls.fail(error);
  }

  readonly #post: Post = (envelope, buffers) => {
    // Here, so that what JSON cannot hold is thrown at whoever sends it.
    const packed = pack(envelope, buffers);
    this.#written = this.#written
      .then(() => !this.#ended ? this.#spawned?.write(packed) : undefined)
      .catch(() => {}); // A broken pipe: the end of the process tells why.
  };

  readonly #calls = new Calls(this.#post);

  readonly #receive = (raw: RawFrame): void => {
    const envelope = unpack(raw);
    if (envelope.type === "ready") return this.#listens.resolve();
    this.#calls.receive(envelope, raw.buffers.map((bytes) => bytes.buffer));
  };
}

function processEnded(
  entry: URL,
  { code, signal, printed }: Ending,
  { memoryMegabytes }: ChildOptions,
): AppError {
  const name = entry.pathname.split("/").at(-1);
  const isFull = code === EXIT_MEMORY_FULL || printed.includes(HEAP_FULL);
  if (isFull && memoryMegabytes !== undefined) {
    return new AppError(
      "PROCESS_ENDED",
      `Cannot go on as the process of "${name}" may hold at most ${memoryMegabytes} MB of memory`,
      { cause: printed },
    );
  }
  const how = signal === null ? `code ${code}` : `signal ${signal}`;
  return new AppError(
    "PROCESS_ENDED",
    `Cannot go on as the process of "${name}" must run: current state is ended with ${how}`,
    { cause: printed },
  );
}
