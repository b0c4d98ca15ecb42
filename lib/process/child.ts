/**
 * Starts child processes that may do next to nothing, and talks with them.
 *
 * A child is the Deno binary itself with the narrowest rights, no environment and no way to
 * fetch code. Whoever stops waiting for a child kills it: nothing else surely stops a busy one.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import {
  Conversation,
  type Envelope,
  errorOf,
  pack,
  type Post,
  type Stream,
  unpack,
} from "./channel.ts";
import { bytesOf, type Frame, type Outgoing, type RawFrame } from "./frame.ts";
import { EXIT_PACKAGES_MISSING } from "./rights.ts";
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

/**
 * A conversation with a method that runs. Where the method sends frames too, read them while you
 * send: at 8 MB unread it waits, and so would you.
 */
export interface Channel extends Stream {
  /** Tells the method that no further frame comes. */
  end(): void;
  /** Tells the method that nobody listens; leaving a `for await` over the channel does so too. */
  stop(): void;
  /** What the method returned, or threw. */
  readonly result: Promise<Frame>;
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

/** Starts a child; what is sent before it listens waits for it. */
export function startChild(entry: URL, options: ChildOptions = {}): Child {
  return new ChildProcess(entry, options);
}

interface Call {
  readonly conversation: Conversation;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

class ChildProcess implements Child {
  readonly exited: Promise<void>;
  readonly #calls = new Map<number, Call>();
  readonly #listens = Promise.withResolvers<void>();
  #written = this.#listens.promise;
  #spawned: Spawned | null = null;
  #killed = false;
  #ended: Error | null = null;
  #lastChannel = 0;

  constructor(entry: URL, options: ChildOptions) {
    this.exited = this.#live(entry, options);
  }

  async call(method: string, request?: Outgoing, options?: CallOptions): Promise<Frame> {
    return await this.open(method, request, options).result;
  }

  open(method: string, request: Outgoing = {}, options: CallOptions = {}): Channel {
    const channel = ++this.#lastChannel;
    const conversation = new Conversation(channel, this.#post);
    const { promise, resolve, reject } = Promise.withResolvers<Frame>();
    this.#calls.set(channel, { conversation, resolve, reject });
    const { header = null, buffers = [] } = request;
    this.#post({ type: "open", channel, method, header }, buffers.map(bytesOf));
    const release = this.#limit(channel, method, options);
    // Whoever only reads the frames meets the error there.
    promise.catch(() => {}).finally(release);
    if (this.#ended !== null) this.#fail(channel, this.#ended);
    return new CallChannel(conversation, promise, () => {
      if (this.#calls.has(channel)) this.#post({ type: "stop", channel }, []);
      conversation.finish();
    });
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
  #limit(channel: number, method: string, { signal, timeLimitMilliseconds }: CallOptions) {
    const stop = (error: AppError) => {
      this.#fail(channel, error);
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
      error = processEnded(entry, ending);
    } catch (thrown) {
      error = new AppError("PROCESS_ENDED", "Cannot start a child process as Deno may not be run", {
        cause: thrown,
      });
    }
    this.#ended = error;
    this.#listens.resolve();
    for (const channel of [...this.#calls.keys()]) this.#fail(channel, error);
  }

  readonly #post: Post = (envelope, buffers) => {
    this.#written = this.#written
      .then(() => this.#ended === null ? this.#spawned?.write(pack(envelope, buffers)) : undefined)
      .catch(() => {}); // A broken pipe: the end of the process tells why.
  };

  readonly #receive = (raw: RawFrame): void => {
    const envelope = unpack(raw);
    if (envelope.type === "ready") return this.#listens.resolve();
    const call = this.#calls.get(envelope.channel);
    if (call !== undefined) this.#deliver(call, envelope, raw);
  };

  #deliver(
    { conversation, resolve }: Call,
    envelope: Exclude<Envelope, { type: "ready" }>,
    raw: RawFrame,
  ): void {
    const buffers = raw.buffers.map((bytes) => bytes.buffer);
    switch (envelope.type) {
      case "frame":
        return conversation.receive({ header: envelope.header, buffers });
      case "credit":
        return conversation.credit(envelope.bytes);
      case "result":
        this.#calls.delete(envelope.channel);
        conversation.finish();
        return resolve({ header: envelope.header, buffers });
      case "failure":
        return this.#fail(envelope.channel, errorOf(envelope.failure));
      case "open":
      case "end":
      case "stop":
        return; // A child opens and ends nothing.
    }
  }

  #fail(channel: number, error: Error): void {
    const call = this.#calls.get(channel);
    this.#calls.delete(channel);
    call?.conversation.break(error);
    call?.reject(error);
  }
}

class CallChannel implements Channel {
  readonly result: Promise<Frame>;
  readonly stop: () => void;
  readonly #conversation: Conversation;

  constructor(conversation: Conversation, result: Promise<Frame>, stop: () => void) {
    this.#conversation = conversation;
    this.result = result;
    this.stop = stop;
  }

  send(frame: Outgoing): Promise<void> {
    return this.#conversation.send(frame);
  }

  end(): void {
    this.#conversation.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    try {
      yield* this.#conversation;
    } finally {
      this.stop();
    }
  }
}

function processEnded(entry: URL, { code, signal, printed }: Ending): AppError {
  const name = entry.pathname.split("/").at(-1);
  const how = signal === null ? `code ${code}` : `signal ${signal}`;
  return new AppError(
    "PROCESS_ENDED",
    `Cannot go on as the process of "${name}" must run: current state is ended with ${how}`,
    { cause: printed },
  );
}
