/**
 * The process that judges events: bytes in, packed events out, and no rights at all.
 *
 * @module
 */
import type { CallContext } from "@/lib/process/answers.ts";
import { bytesOf, type Frame, type Json } from "@/lib/process/frame.ts";
import { serve } from "@/lib/process/serve.ts";
import { fedSource } from "@/lib/read/fed_source.ts";
import type { EventPiece } from "./event_piece.ts";
import type { FileAsked } from "./file_asked.ts";
import { type FileTold, judgeFile } from "./judge_file.ts";

/** What is said on the way. */
export type JudgeMessage =
  | PieceMessage
  /** The file is being read. */
  | { readonly type: "progress" };

/** What is told of bytes that came with the question; what is packed of all pieces is with it. */
export interface BytesJudged {
  readonly pieces: readonly PieceMessage[];
  readonly told: FileTold;
}

/** A piece; what is packed is with it, in this order. */
export interface PieceMessage extends Omit<EventPiece, typeof PACKED[number]> {
  readonly type: "piece";
  readonly has: readonly (typeof PACKED[number])[];
}

/** What of a piece is sent as bytes. */
const PACKED = ["rows", "lines", "rejected"] as const;

serve({ judge, judgeBytes });

async function judge({ header }: Frame, { stream }: CallContext) {
  const asked: FileAsked = header; // the parent is of the same source
  const told = await judgeFile(fedSource(stream), asked, {
    async give(piece) {
      const { message, buffers } = pack(piece);
      // Plain data, which is what JSON is.
      await stream.send({ header: message as unknown as Json, buffers });
    },
    onProgress: () => stream.send({ header: { type: "progress" } }),
  });
  return { header: told as unknown as Json }; // Plain data too.
}

/** Judges bytes that come with the question; the pieces go with the answer. */
async function judgeBytes({ header, buffers: [bytes] }: Frame) {
  const asked: FileAsked = header; // the parent is of the same source
  const source = () => ReadableStream.from([new Uint8Array(bytes)]);
  const pieces: PieceMessage[] = [];
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const told = await judgeFile(source, asked, {
    give(piece) {
      const { message, buffers } = pack(piece);
      pieces.push(message);
      parts.push(...buffers);
      return Promise.resolve();
    },
  });
  const judged: BytesJudged = { pieces, told };
  return { header: judged as unknown as Json, buffers: parts }; // Plain data too.
}

function pack({ rows, lines, rejected, ...piece }: EventPiece) {
  const parts = { rows, lines: bytesOf(lines), rejected };
  const has = PACKED.filter((part) => parts[part] !== null);
  const message: PieceMessage = { ...piece, type: "piece", has };
  return { message, buffers: has.flatMap((part) => parts[part] ?? []) };
}
