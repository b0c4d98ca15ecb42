/**
 * Reads rows as they were sent in a process of its own, which gets the file's bytes and has no rights.
 *
 * @module
 */
import type { Child } from "@/lib/process/child.ts";
import type { Json } from "@/lib/process/frame.ts";
import { Feeder, type Open } from "@/lib/read/feeder.ts";
import { STALL_MILLISECONDS, Watch } from "@/lib/read/watch.ts";
import type { RowsMessage } from "./child.ts";
import type { SentRow } from "./sent_row.ts";
import type { RowsAsked, SentRows } from "./sent_rows.ts";

/** What comes out of a file: first what it is, then its rows in the order of their lines. */
export type RowsEvent =
  | ({ readonly type: "table" } & Pick<SentRows, "format" | "names">)
  | { readonly type: "rows"; readonly rows: readonly SentRow[] };

/** What is asked of a file. */
export interface RowsRequest {
  readonly asked: RowsAsked;
  /** As `PackedLines` has them. */
  readonly lines: Uint8Array<ArrayBuffer>;
  /** Called for each time that the file is read. */
  readonly open: Open;
}

/** The entry of a process that reads rows. */
export const ROWS_ENTRY = new URL("child.ts", import.meta.url);

/** Reads rows; a child that is left in the middle is killed. @throws AppError as the reader */
export async function* readRowsApart(
  child: Child,
  { asked, lines, open }: RowsRequest,
): AsyncGenerator<RowsEvent> {
  let isRead = false;
  const channel = child.open("rows", {
    header: asked as unknown as Json, // Plain data, which is what JSON is.
    buffers: [lines],
  });
  const feeder = new Feeder(channel, open);
  const watch = new Watch(child, () => feeder.waitsForSource, STALL_MILLISECONDS);
  const decoder = new TextDecoder();
  try {
    const frames = channel[Symbol.asyncIterator]();
    while (true) {
      const { value, done } = await watch.over(feeder.failure.over(frames.next()));
      if (done) break;
      if (feeder.take(value)) continue;
      const message: RowsMessage = value.header; // the child is of the same source
      if (message.type === "table") yield message;
      else if (message.type === "rows") {
        yield { type: "rows", rows: JSON.parse(decoder.decode(value.buffers[0])) };
      }
    }
    await channel.result;
    isRead = true;
  } finally {
    feeder.stop();
    if (!isRead) await child.kill();
  }
}
