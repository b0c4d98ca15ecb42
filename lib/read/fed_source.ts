/**
 * The child's side of a file that its parent feeds: bytes from the start at each call.
 *
 * @module
 */
import type { Stream } from "@/lib/process/channel.ts";
import type { Json } from "@/lib/process/frame.ts";
import type { ByteSource } from "./formats/format.ts";
import type { OpenMessage, SourceMessage } from "./messages.ts";
import { resumable } from "./resumable.ts";

/** Returns the file at the other end of the stream; its `Feeder` hears what is asked for. */
export function fedSource(stream: Stream): ByteSource {
  const frames = stream[Symbol.asyncIterator]();
  let last = 0;
  return resumable(async function* () {
    const own = ++last;
    const message: OpenMessage = { type: "open", stream: own };
    await stream.send({ header: message as unknown as Json }); // Plain data, which is what JSON is.
    while (own === last) {
      const { value, done } = await frames.next();
      if (done) return;
      const message: SourceMessage = value.header;
      // What is left of a stream that was given up is passed over.
      if (message.stream !== own) continue;
      if (message.end) return;
      for (const buffer of value.buffers) yield new Uint8Array(buffer);
    }
  });
}
