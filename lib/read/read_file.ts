/**
 * Reads a file in a process of its own, which gets its bytes and has no rights.
 *
 * @module
 */
import { type Child, startChild } from "@/lib/process/child.ts";
import type { Frame, Json } from "@/lib/process/frame.ts";
import { Feeder, type Open } from "./feeder.ts";
import {
  type OpenMessage,
  type ReaderAnswer,
  type ReaderMessage,
  unpackRollup,
} from "./messages.ts";
import type { DoneEvent, ReadEvent, RowOptions } from "./read_rows.ts";
import { STALL_MILLISECONDS, Watch } from "./watch.ts";

const ENTRY = new URL("child.ts", import.meta.url);
/**
 * V8 looks for buffers that nobody holds when its young objects fill their space, and there are few
 * of these: with 2 MB for them it looks often enough that a reader stays 100 MB smaller.
 */
const TIDY = ["--max-semi-space-size=2"];

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
      if (!feeder.take(value)) yield eventOf(value);
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

function eventOf({ header, buffers }: Frame): ReadEvent {
  const message: Exclude<ReaderMessage, OpenMessage> = header; // the child is of the same source
  return message.type === "copy" ? { type: "copy", bytes: new Uint8Array(buffers[0]) } : message;
}

/** The child is of the same source. */
function doneEvent({ facts, rollups, counts }: ReaderAnswer): DoneEvent {
  const unpacked = rollups.map((plain) => plain === null ? null : unpackRollup(plain));
  return { type: "done", facts, rollups: unpacked, counts };
}
