/**
 * The parent's side of a file that a child reads: the child asks for its bytes, from the start
 * for each pass that it needs.
 *
 * @module
 */
import type { Channel } from "@/lib/process/calls.ts";
import type { Frame } from "@/lib/process/frame.ts";
import { Interruption } from "@/lib/process/interruption.ts";
import type { OpenMessage } from "./messages.ts";

/** Opens a file from its start. */
export type Open = () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;

/** Sends the streams that the child asks for, one at a time. */
export class Feeder {
  waitsForSource = false;
  /** Interrupted when the source cannot be read. */
  readonly failure = new Interruption();
  readonly #channel: Channel;
  readonly #open: Open;
  #stream = 0;

  constructor(channel: Channel, open: Open) {
    this.#channel = channel;
    this.#open = open;
  }

  /** Takes a frame of the child where it is for the feeder; returns whether it was. */
  take({ header }: Frame): boolean {
    const message: OpenMessage | { readonly type: string } = header; // the child is of the same source
    if (!("stream" in message)) return false;
    this.#stream = message.stream;
    this.#feed(message.stream).catch((error) => this.failure.interrupt(error));
    return true;
  }

  stop(): void {
    this.#stream = -1;
  }

  async #feed(stream: number): Promise<void> {
    this.waitsForSource = true;
    const source = await this.#open();
    const reader = source.getReader();
    try {
      while (this.#stream === stream) {
        this.waitsForSource = true;
        const { value, done } = await reader.read();
        this.waitsForSource = false;
        if (this.#stream !== stream) return;
        const header = { stream, end: done };
        const buffers = value === undefined ? [] : [whole(value)];
        try {
          await this.#channel.send({ header, buffers });
        } catch {
          return; // The child is gone or done: its own end tells why.
        }
        if (done) return;
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
  }
}

/** Bytes in a buffer that may be given away; those of shared memory are copied. */
function whole(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : Uint8Array.from(bytes);
}
