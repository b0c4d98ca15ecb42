/**
 * The process that reads files: bytes in, COPY out, and no rights at all.
 *
 * @module
 */
import type { Frame, Json } from "@/lib/process/frame.ts";
import type { CallContext } from "@/lib/process/answers.ts";
import { serve } from "@/lib/process/serve.ts";
import {
  packRollup,
  type ReaderAnswer,
  type ReaderMessage,
  type SourceMessage,
} from "./messages.ts";
import { type DoneEvent, readRows, type RowOptions } from "./read_rows.ts";
import { resumable } from "./resumable.ts";

serve({ read });

async function read({ header }: Frame, { stream }: CallContext) {
  const options: RowOptions = header; // the parent is of the same source
  const frames = stream[Symbol.asyncIterator]();
  let last = 0;

  async function* source(): AsyncGenerator<Uint8Array> {
    const own = ++last;
    await tell({ type: "open", stream: own });
    while (own === last) {
      const { value, done } = await frames.next();
      if (done) return;
      const message: SourceMessage = value.header;
      // What is left of a stream that was given up is passed over.
      if (message.stream !== own) continue;
      if (message.end) return;
      for (const buffer of value.buffers) yield new Uint8Array(buffer);
    }
  }

  async function tell(message: ReaderMessage, bytes?: Uint8Array<ArrayBuffer>) {
    // Messages are plain data, which is what JSON is.
    const plain = message as unknown as Json;
    await stream.send({ header: plain, buffers: bytes === undefined ? [] : [bytes] });
  }

  for await (const event of readRows(resumable(source), options)) {
    switch (event.type) {
      case "copy":
        await tell({ type: "copy" }, event.bytes);
        break;
      case "done":
        // Plain data too.
        return { header: answerOf(event) as unknown as Json };
      default:
        await tell(event);
    }
  }
  throw new TypeError("A file that was read has facts");
}

function answerOf({ facts, rollups, counts }: DoneEvent): ReaderAnswer {
  const packed = rollups.map((rollup) => rollup === null ? null : packRollup(rollup));
  return { facts, rollups: packed, counts };
}
