/**
 * Judges a file of events in a process of its own, which gets its bytes and has no rights.
 *
 * @module
 */
import type { Child } from "@/lib/process/child.ts";
import type { Frame, Json } from "@/lib/process/frame.ts";
import { Feeder, type Open } from "@/lib/read/feeder.ts";
import { STALL_MILLISECONDS, Watch } from "@/lib/read/watch.ts";
import type { BytesJudged, JudgeMessage, PieceMessage } from "./child.ts";
import type { EventPiece } from "./event_piece.ts";
import type { FileAsked } from "./file_asked.ts";
import type { FileTold } from "./judge_file.ts";

/** What comes out of a file, in order: its pieces once all of it was judged, then what is told. */
export type ApartEvent =
  | { readonly type: "piece"; readonly piece: EventPiece }
  | { readonly type: "told"; readonly told: FileTold };

/** The entry of a process that judges. */
export const JUDGE_ENTRY = new URL("child.ts", import.meta.url);

/**
 * Judges what `open` gives; it is called again for each time the file is read. A child that is
 * left in the middle is killed.
 *
 * @throws AppError as `judgeFile`; CANCELLED, TIME_LIMIT, PROCESS_ENDED
 */
export async function* judgeApart(
  child: Child,
  open: Open,
  { asked, signal }: { readonly asked: FileAsked; readonly signal?: AbortSignal },
): AsyncGenerator<ApartEvent> {
  let isJudged = false;
  const request = { header: asked as unknown as Json }; // Plain data, which is what JSON is.
  const channel = child.open("judge", request, { signal });
  const feeder = new Feeder(channel, open);
  const watch = new Watch(child, () => feeder.waitsForSource, STALL_MILLISECONDS);
  try {
    const frames = channel[Symbol.asyncIterator]();
    while (true) {
      const { value, done } = await watch.over(feeder.failure.over(frames.next()));
      if (done) break;
      const piece = feeder.take(value) ? null : pieceOf(value);
      if (piece !== null) yield { type: "piece", piece };
    }
    const told: FileTold = (await channel.result).header; // the child is of the same source
    isJudged = true;
    yield { type: "told", told };
  } finally {
    feeder.stop();
    if (!isJudged) await child.kill();
  }
}

/**
 * Judges bytes that are at hand: they go with the question, and all pieces come with the answer, which takes
 * a fraction of the messages. The bytes are given away.
 *
 * @throws AppError as `judgeFile`; CANCELLED, TIME_LIMIT, PROCESS_ENDED
 */
export async function* judgeBytes(
  child: Child,
  bytes: Uint8Array<ArrayBuffer>,
  { asked, signal }: { readonly asked: FileAsked; readonly signal?: AbortSignal },
): AsyncGenerator<ApartEvent> {
  const request = { header: asked as unknown as Json, buffers: [bytes] }; // Plain data too.
  const limits = { signal, timeLimitMilliseconds: STALL_MILLISECONDS };
  const { header, buffers } = await child.call("judgeBytes", request, limits);
  const { pieces, told }: BytesJudged = header; // the child is of the same source
  let at = 0;
  for (const message of pieces) {
    const own = buffers.slice(at, at + message.has.length);
    at += own.length;
    yield { type: "piece", piece: pieceFrom(message, own) };
  }
  yield { type: "told", told };
}

/** Returns the piece that a frame brings; `null` where it brings none. */
function pieceOf({ header, buffers }: Frame): EventPiece | null {
  const message: JudgeMessage = header; // the child is of the same source
  return message.type === "progress" ? null : pieceFrom(message, buffers);
}

function pieceFrom(
  { type: _type, has, ...piece }: PieceMessage,
  buffers: readonly ArrayBuffer[],
): EventPiece {
  const part = (name: typeof has[number]) => {
    const at = has.indexOf(name);
    return at === -1 ? null : buffers[at];
  };
  const bytes = (part: ArrayBuffer | null) => part === null ? null : new Uint8Array(part);
  return {
    ...piece,
    rows: bytes(part("rows")),
    lines: new Float64Array(part("lines") ?? new ArrayBuffer(0)),
    rejected: bytes(part("rejected")),
  };
}
