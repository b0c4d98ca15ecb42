/**
 * The process that reads files: bytes in, COPY out, and no rights at all.
 *
 * @module
 */
import type { Frame, Json } from "@/lib/process/frame.ts";
import type { CallContext } from "@/lib/process/answers.ts";
import { serve } from "@/lib/process/serve.ts";
import { fedSource } from "./fed_source.ts";
import { packRollup, type ReaderAnswer, type ReaderMessage } from "./messages.ts";
import { type DoneEvent, readRows, type RowOptions } from "./read_rows.ts";

serve({ read });

async function read({ header }: Frame, { stream }: CallContext) {
  const options: RowOptions = header; // the parent is of the same source
  async function tell(message: ReaderMessage, bytes?: Uint8Array<ArrayBuffer>) {
    // Messages are plain data, which is what JSON is.
    const plain = message as unknown as Json;
    await stream.send({ header: plain, buffers: bytes === undefined ? [] : [bytes] });
  }

  for await (const event of readRows(fedSource(stream), options)) {
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
