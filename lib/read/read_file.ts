/**
 * Reads a file in a process of its own, which gets its bytes and has no rights.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Channel } from "@/lib/process/calls.ts";
import { type Child, startChild } from "@/lib/process/child.ts";
import type { Frame, Json } from "@/lib/process/frame.ts";
import { Interruption } from "@/lib/process/interruption.ts";
import { type ReaderAnswer, type ReaderMessage, unpackRollup } from "./messages.ts";
import type { DoneEvent, ReadEvent, RowOptions } from "./read_rows.ts";

/** Opens a file from its start. */
type Open = () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;

const ENTRY = new URL("child.ts", import.meta.url);
/**
 * V8 looks for buffers that nobody holds when its young objects fill their space, and there are few
 * of these: with 2 MB for them it looks often enough that a reader stays 100 MB smaller.
 */
const TIDY = ["--max-semi-space-size=2"];
/** A reader that has bytes and says nothing for so long is stuck. */
const STALL_MILLISECONDS = 120_000;

/** How to read beside what the options say of the file. */
export interface ReadFileControl {
  /** Kills the process. */
  readonly signal?: AbortSignal;
  /** A process from `startReader`, which its owner ends; it reads one file at a time. */
  readonly child?: Child;
  readonly stallMilliseconds?: number;
  /** Is told the last event as soon as the file is read, however much is still to be taken. */
  readonly onRead?: (event: DoneEvent) => void;
}

/**
 * Starts the process ahead of time: it takes 0.1 s and more to be ready. A `brief` one reads a few
 * megabytes, over which V8's last compiler would take longer than what it makes saves.
 */
export function startReader({ brief = false }: { readonly brief?: boolean } = {}): Child {
  return startChild(ENTRY, { v8Flags: brief ? [...TIDY, "--no-opt"] : TIDY });
}

/**
 * Reads what `open` gives; it is called again for each pass that the file needs.
 *
 * @throws AppError as `readRows`; CANCELLED, TIME_LIMIT, PROCESS_ENDED
 */
export async function* readFile(
  open: Open,
  options: RowOptions = {},
  { signal, child: given, stallMilliseconds = STALL_MILLISECONDS, onRead }: ReadFileControl = {},
): AsyncGenerator<ReadEvent> {
  const child = given ?? startReader();
  let isRead = false;
  // Options are plain data, which is what JSON is.
  const request = { header: options as unknown as Json };
  const channel = child.open("read", request, { signal });
  const last = channel.result.then(({ header }) => doneEvent(header));
  // Told below, once all that was sent before it is taken.
  last.then(onRead).catch(() => {});
  const feeder = new Feeder(channel, open);
  const watch = new Watch(child, () => feeder.waitsForSource, stallMilliseconds);
  try {
    const frames = channel[Symbol.asyncIterator]();
    while (true) {
      const { value, done } = await watch.over(feeder.failure.over(frames.next()));
      if (done) break;
      const event = feeder.take(value);
      if (event !== null) yield event;
    }
    const event = await last;
    // Nothing comes after it, and whoever has it may leave.
    isRead = true;
    yield event;
  } finally {
    feeder.stop();
    // A child that was left in the middle of a file is of no more use.
    if (given === undefined || !isRead) await child.kill();
  }
}

/** The child is of the same source. */
function doneEvent({ facts, rollups, counts }: ReaderAnswer): DoneEvent {
  const unpacked = rollups.map((plain) => plain === null ? null : unpackRollup(plain));
  return { type: "done", facts, rollups: unpacked, counts };
}

/** Sends the streams that the child asks for, one at a time. */
class Feeder {
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

  /** Turns a frame of the child into an event; `null` where it is for the feeder. */
  take({ header, buffers }: Frame): ReadEvent | null {
    const message: ReaderMessage = header; // the child is of the same source
    switch (message.type) {
      case "open":
        this.#stream = message.stream;
        this.#feed(message.stream).catch((error) => this.failure.interrupt(error));
        return null;
      case "copy":
        return { type: "copy", bytes: new Uint8Array(buffers[0]) };
      default:
        return message;
    }
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

/** Kills a child that is stuck. */
class Watch {
  readonly #child: Child;
  readonly #isExcused: () => boolean;
  readonly #milliseconds: number;

  constructor(child: Child, isExcused: () => boolean, milliseconds: number) {
    this.#child = child;
    this.#isExcused = isExcused;
    this.#milliseconds = milliseconds;
  }

  /** Waits, but not for ever. @throws TIME_LIMIT */
  async over<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stalled = new Promise<never>((_, reject) => {
      const look = () => {
        if (this.#isExcused()) {
          timer = setTimeout(look, this.#milliseconds);
          return;
        }
        this.#child.kill();
        reject(
          new AppError(
            "TIME_LIMIT",
            `Cannot go on reading as the reader must say something every ` +
              `${this.#milliseconds} milliseconds: current value is nothing`,
          ),
        );
      };
      timer = setTimeout(look, this.#milliseconds);
    });
    try {
      return await Promise.race([work, stalled]);
    } finally {
      clearTimeout(timer);
    }
  }
}
