/**
 * The child's side: what a file that `startChild` names calls to answer its parent.
 *
 * It runs in a worker that has the rights given to the child and no others.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Conversation, type Envelope, failureOf, pack, type Stream, unpack } from "./channel.ts";
import { bytesOf, type Frame, type Outgoing, type RawFrame } from "./frame.ts";

/** What a method gets beside its request. */
export interface CallContext {
  /** Frames from and to the parent, for methods that the parent opens. */
  readonly stream: Stream;
  /** Aborts when the parent has stopped listening. */
  readonly signal: AbortSignal;
}

/** Answers one request; what it throws is thrown at the parent. */
export type Method = (request: Frame, context: CallContext) => Promise<Outgoing> | Outgoing;

/** The worker's end of the two ports that TypeScript takes for a window's. */
const port = globalThis as unknown as {
  postMessage(message: RawFrame, transfer: readonly ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<RawFrame>) => void) | null;
};

/** Answers the parent's calls with these methods for as long as the child lives. */
export function serve(methods: Readonly<Record<string, Method>>): void {
  const open = new Map<number, { conversation: Conversation; abort: AbortController }>();

  async function answer(channel: number, name: string, request: Frame) {
    const conversation = new Conversation(channel, post);
    const abort = new AbortController();
    open.set(channel, { conversation, abort });
    try {
      if (!Object.hasOwn(methods, name)) throw new Error(`No method is named "${name}"`);
      const context = { stream: conversation, signal: abort.signal };
      const { header = null, buffers = [] } = await methods[name](request, context);
      post({ type: "result", channel, header }, buffers.map(bytesOf));
    } catch (error) {
      post({ type: "failure", channel, failure: failureOf(error) }, []);
    } finally {
      open.delete(channel);
    }
  }

  port.onmessage = ({ data }) => {
    const envelope = unpack(data);
    const buffers = data.buffers.map((bytes) => bytes.buffer);
    if (envelope.type === "ready") return;
    const found = open.get(envelope.channel);
    switch (envelope.type) {
      case "open":
        return void answer(envelope.channel, envelope.method, {
          header: envelope.header,
          buffers,
        });
      case "frame":
        return found?.conversation.receive({ header: envelope.header, buffers });
      case "end":
        return found?.conversation.close();
      case "credit":
        return found?.conversation.credit(envelope.bytes);
      case "stop": {
        const stopped = new AppError(
          "CANCELLED",
          "Cannot send as the parent has stopped listening",
        );
        found?.conversation.break(stopped);
        return found?.abort.abort(stopped);
      }
      case "result":
      case "failure":
        return;
    }
  };
  post({ type: "ready" }, []);
}

/** Moves whole buffers to the main thread, and copies parts of buffers. */
function post(envelope: Envelope, buffers: readonly Uint8Array<ArrayBuffer>[]): void {
  const moved = new Set<ArrayBuffer>();
  const sent = buffers.map((bytes) => {
    const whole = bytes.byteLength === bytes.buffer.byteLength && !moved.has(bytes.buffer);
    const own = whole ? bytes : bytes.slice();
    moved.add(own.buffer);
    return own;
  });
  port.postMessage(pack(envelope, sent), [...moved]);
}
