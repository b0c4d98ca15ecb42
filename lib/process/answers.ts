/**
 * The side of a pipe that answers: it runs a method for each conversation that the other begins.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Conversation, type Envelope, failureOf, type Post, type Stream } from "./channel.ts";
import { bytesOf, type Frame, type Outgoing } from "./frame.ts";

/** What a method gets beside its request. */
export interface CallContext {
  /** Frames from and to the caller, for methods that the caller opens. */
  readonly stream: Stream;
  /** Aborts when the caller has stopped listening. */
  readonly signal: AbortSignal;
}

/** Answers one request; what it throws is thrown at the caller. */
export type Method = (request: Frame, context: CallContext) => Promise<Outgoing> | Outgoing;

/** Methods by name. */
export type Methods = Readonly<Record<string, Method>>;

/** The conversations that the other side has begun. */
export class Answers {
  readonly #methods: Methods;
  readonly #post: Post;
  readonly #open = new Map<number, { conversation: Conversation; abort: AbortController }>();

  constructor(methods: Methods, post: Post) {
    this.#methods = methods;
    this.#post = post;
  }

  /** Takes what the other side says. */
  receive(envelope: Envelope, buffers: readonly ArrayBuffer[]): void {
    if (envelope.type === "ready") return;
    const { channel } = envelope;
    const conversation = this.#open.get(channel)?.conversation;
    switch (envelope.type) {
      case "open":
        return void this.#answer(channel, envelope.method, { header: envelope.header, buffers });
      case "frame":
        return conversation?.receive({ header: envelope.header, buffers });
      case "end":
        return conversation?.close();
      case "credit":
        return conversation?.credit(envelope.bytes);
      case "stop":
        return this.#stop(channel);
      case "result":
      case "failure":
        return; // Who asks has nothing to answer.
    }
  }

  /** Takes it that nobody listens any more, to anything. */
  stop(): void {
    for (const channel of [...this.#open.keys()]) this.#stop(channel);
  }

  async #answer(channel: number, name: string, request: Frame): Promise<void> {
    const conversation = new Conversation(channel, this.#post);
    const abort = new AbortController();
    this.#open.set(channel, { conversation, abort });
    try {
      if (!Object.hasOwn(this.#methods, name)) throw new Error(`No method is named "${name}"`);
      const context = { stream: conversation, signal: abort.signal };
      const { header = null, buffers = [] } = await this.#methods[name](request, context);
      this.#post({ type: "result", channel, header }, buffers.map(bytesOf));
    } catch (error) {
      this.#post({ type: "failure", channel, failure: failureOf(error) }, []);
    } finally {
      this.#open.delete(channel);
    }
  }

  #stop(channel: number): void {
    const found = this.#open.get(channel);
    const stopped = new AppError("CANCELLED", "Cannot send as the caller has stopped listening");
    found?.conversation.break(stopped);
    found?.abort.abort(stopped);
  }
}
