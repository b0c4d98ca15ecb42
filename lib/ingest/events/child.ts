/**
 * The process that judges events: bytes in, packed events out, and no rights at all.
 *
 * @module
 */
import type { CallContext } from "@/lib/process/answers.ts";
import type { Frame, Json } from "@/lib/process/frame.ts";
import { serve } from "@/lib/process/serve.ts";
import { fedSource } from "@/lib/read/fed_source.ts";
import type { EventPiece } from "./event_piece.ts";
import type { FileAsked } from "./file_asked.ts";
import { judgeFile } from "./judge_file.ts";

/** What is said on the way. */
export type JudgeMessage =
  | PieceMessage
  /** The file is being read. */
  | { readonly type: "progress" };

/** A piece; what is packed is with it, in this order. */
interface PieceMessage extends Omit<EventPiece, typeof PACKED[number]> {
  readonly type: "piece";
  readonly has: readonly (typeof PACKED[number])[];
}

/** What of a piece is sent as bytes. */
const PACKED = ["rows", "lines", "rejected"] as const;

serve({ judge });

async function judge({ header }: Frame, { stream }: CallContext) {
  const asked: FileAsked = header; // the parent is of the same source
  const told = await judgeFile(fedSource(stream), asked, {
    async give({ rows, lines, rejected, ...piece }) {
      const parts = { rows, lines, rejected };
      const has = PACKED.filter((part) => parts[part] !== null);
      const message: JudgeMessage = { ...piece, type: "piece", has };
      await stream.send({
        header: message as unknown as Json, // Plain data, which is what JSON is.
        buffers: has.flatMap((part) => parts[part] ?? []),
      });
    },
    onProgress: () => stream.send({ header: { type: "progress" } }),
  });
  return { header: told as unknown as Json }; // Plain data too.
}
