/**
 * The side of a pipe that asks: it begins conversations with the methods of the other side.
 *
 * @module
 */
import { Conversation, type Envelope, errorOf, type Post, type Stream } from "./channel.ts";
import { bytesOf, type Frame, type Outgoing } from "./frame.ts";

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

/** A channel whose caller can give it up. */
export interface Call extends Channel {
  /** Ends the conversation on this side: who waits for it gets the error. */
  fail(error: Error): void;
}

/** The conversations that this side has begun. */
export class Calls {
  readonly #post: Post;
  readonly #open = new Map<number, OpenCall>();
  #ended: Error | null = null;
  #lastChannel = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** Begins a conversation with a method. */
  open(method: string, { header = null, buffers = [] }: Outgoing = {}): Call {
    const channel = ++this.#lastChannel;
    const forget = () => void this.#open.delete(channel);
    const call = new OpenCall(channel, this.#post, forget);
    this.#open.set(channel, call);
    this.#post({ type: "open", channel, method, header }, buffers.map(bytesOf));
    if (this.#ended !== null) call.fail(this.#ended);
    return call;
  }

  /** Takes what the other side says. */
  receive(envelope: Envelope, buffers: readonly ArrayBuffer[]): void {
    if (envelope.type === "ready") return;
    const call = this.#open.get(envelope.channel);
    switch (envelope.type) {
      case "frame":
        return call?.conversation.receive({ header: envelope.header, buffers });
      case "credit":
        return call?.conversation.credit(envelope.bytes);
      case "result":
        return call?.succeed({ header: envelope.header, buffers });
      case "failure":
        return call?.fail(errorOf(envelope.failure));
      case "open":
      case "end":
      case "stop":
        return; // Who answers opens and ends nothing.
    }
  }

  /** Ends all conversations, and those that are begun later. */
  fail(error: Error): void {
    this.#ended = error;
    for (const call of [...this.#open.values()]) call.fail(error);
  }
}

class OpenCall implements Call {
  readonly conversation: Conversation;
  readonly result: Promise<Frame>;
  readonly #channel: number;
  readonly #post: Post;
  readonly #forget: () => void;
  #settled = false;
  readonly #answer = Promise.withResolvers<Frame>();

  constructor(channel: number, post: Post, forget: () => void) {
    this.conversation = new Conversation(channel, post);
    this.#channel = channel;
    this.#post = post;
    this.#forget = forget;
    this.result = this.#answer.promise;
    // Whoever only reads the frames meets the error there.
    this.result.catch(() => {});
  }

  send(frame: Outgoing): Promise<void> {
    return this.conversation.send(frame);
  }

  end(): void {
    this.conversation.end();
  }

  stop(): void {
    if (!this.#settled) this.#post({ type: "stop", channel: this.#channel }, []);
    this.conversation.finish();
  }

  succeed(frame: Frame): void {
    this.#settle();
    this.conversation.finish();
    this.#answer.resolve(frame);
  }

  fail(error: Error): void {
    this.#settle();
    this.conversation.break(error);
    this.#answer.reject(error);
  }

  #settle(): void {
    this.#settled = true;
    this.#forget();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    try {
      yield* this.conversation;
    } finally {
      this.stop();
    }
  }
}
