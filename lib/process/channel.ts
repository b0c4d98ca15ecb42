/**
 * Both ends of the conversations that share one pipe, with back pressure.
 *
 * A conversation begins with an `open`, carries frames both ways, and ends with the
 * `result` or the `failure` of the method. Pipes and `postMessage` would take any number of
 * frames, so each side may be ahead of the other by at most `WINDOW_BYTES`: what the other's
 * reader has taken comes back to the sender as credit.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { AppError, type ErrorCode, type Problem } from "@/lib/errors.ts";
import {
  byteLengthOf,
  bytesOf,
  type Frame,
  type Json,
  MAX_HEADER_BYTES,
  type Outgoing,
  type RawFrame,
} from "./frame.ts";

/** How far a sender may be ahead of its reader, on one conversation and in one direction. */
export const WINDOW_BYTES = 8 * 1024 * 1024;

/** What a frame counts for beside its buffers: 1,024 events wait at most for whoever reads none. */
const FRAME_BYTES = 8 * 1024;

/** An error as it travels. */
export type Failure =
  | {
    readonly type: "refusal";
    readonly code: ErrorCode;
    readonly message: string;
    readonly problems: readonly Problem[];
    readonly retryAfterSeconds: number | null;
  }
  | { readonly type: "bug"; readonly message: string; readonly stack: string | null };

/** What travels: who it is for, and what it is. */
export type Envelope =
  | { readonly type: "ready" }
  | {
    readonly type: "open";
    readonly channel: number;
    readonly method: string;
    readonly header: Json;
  }
  | { readonly type: "frame"; readonly channel: number; readonly header: Json }
  | { readonly type: "end"; readonly channel: number }
  | { readonly type: "stop"; readonly channel: number }
  | { readonly type: "credit"; readonly channel: number; readonly bytes: number }
  | { readonly type: "result"; readonly channel: number; readonly header: Json }
  | { readonly type: "failure"; readonly channel: number; readonly failure: Failure };

/** Hands an envelope to the pipe. */
export type Post = (envelope: Envelope, buffers: readonly Uint8Array<ArrayBuffer>[]) => void;

/** The frames of a conversation: what both its ends can do. */
export interface Stream extends AsyncIterable<Frame> {
  /** Sends a frame, once the other side is near enough. Await it before the next. */
  send(frame: Outgoing): Promise<void>;
}

/**
 * Packs an envelope for a pipe.
 *
 * @throws AppError FILE_TOO_LARGE where the other end would take it for no frame, and end
 */
export function pack(envelope: Envelope, buffers: readonly Uint8Array<ArrayBuffer>[]): RawFrame {
  const text = JSON.stringify(envelope);
  // No character takes more than three bytes, so that few are counted.
  const bytes = 3 * text.length <= MAX_HEADER_BYTES ? 0 : Buffer.byteLength(text);
  if (bytes <= MAX_HEADER_BYTES) return { text, buffers };
  throw new AppError(
    "FILE_TOO_LARGE",
    `Cannot tell so much at once as it may have ${MAX_HEADER_BYTES} bytes: current value is ${bytes}`,
  );
}

/** Unpacks what `pack` made. */
export function unpack(raw: RawFrame): Envelope {
  return JSON.parse(raw.text) as Envelope; // both ends run this very file
}

/** Turns an error into what can travel. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) {
    const { code, message, problems, retryAfterSeconds } = error;
    return { type: "refusal", code, message, problems, retryAfterSeconds };
  }
  return error instanceof Error
    ? { type: "bug", message: error.message, stack: error.stack ?? null }
    : { type: "bug", message: String(error), stack: null };
}

/** Turns what travelled into an error: an `AppError` again, or a bug with the other's stack. */
export function errorOf(failure: Failure): Error {
  switch (failure.type) {
    case "refusal":
      return new AppError(failure.code, failure.message, failure);
    case "bug":
      return new Error(failure.message, { cause: failure.stack });
  }
}

type State =
  | { readonly type: "open" }
  /** The method has returned: nobody reads what is still sent. */
  | { readonly type: "finished" }
  | { readonly type: "broken"; readonly error: Error };

/** One end of one conversation. */
export class Conversation implements Stream {
  readonly #channel: number;
  readonly #post: Post;
  readonly #arrived: { readonly frame: Frame; readonly bytes: number }[] = [];
  #state: State = { type: "open" };
  #allArrived = false;
  #bytesAhead = 0;
  #wakeReader = () => {};
  #wakeSender = () => {};

  constructor(channel: number, post: Post) {
    this.#channel = channel;
    this.#post = post;
  }

  async send({ header = null, buffers = [] }: Outgoing): Promise<void> {
    while (this.#state.type === "open" && this.#bytesAhead >= WINDOW_BYTES) {
      await new Promise<void>((resolve) => this.#wakeSender = resolve);
    }
    if (this.#state.type === "broken") throw this.#state.error;
    if (this.#state.type === "finished") return;
    const bytes = buffers.map(bytesOf);
    const length = byteLengthOf(bytes) + FRAME_BYTES;
    // What cannot be packed never arrives, and so never comes back as credit.
    this.#post({ type: "frame", channel: this.#channel, header }, bytes);
    this.#bytesAhead += length;
  }

  /** Tells the other side that no further frame comes. */
  end(): void {
    this.#post({ type: "end", channel: this.#channel }, []);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    while (true) {
      const next = this.#arrived.shift();
      if (next !== undefined) {
        this.#post({ type: "credit", channel: this.#channel, bytes: next.bytes }, []);
        yield next.frame;
      } else if (this.#state.type === "broken") throw this.#state.error;
      else if (this.#state.type === "finished" || this.#allArrived) return;
      else await new Promise<void>((resolve) => this.#wakeReader = resolve);
    }
  }

  /** Takes a frame from the pipe. */
  receive(frame: Frame): void {
    this.#arrived.push({ frame, bytes: byteLengthOf(frame.buffers) + FRAME_BYTES });
    this.#wakeReader();
  }

  /** Takes the other side's word that it has read this much. */
  credit(bytes: number): void {
    this.#bytesAhead -= bytes;
    if (this.#bytesAhead < WINDOW_BYTES) this.#wakeSender();
  }

  /** Takes the other side's word that no further frame comes. */
  close(): void {
    this.#allArrived = true;
    this.#wakeReader();
  }

  /** Ends the conversation well: what was not read can still be read. */
  finish(): void {
    this.#settle({ type: "finished" });
  }

  /** Ends the conversation with an error for whoever still sends or reads. */
  break(error: Error): void {
    this.#settle({ type: "broken", error });
  }

  #settle(state: State): void {
    if (this.#state.type === "open") this.#state = state;
    this.#wakeSender();
    this.#wakeReader();
  }
}
