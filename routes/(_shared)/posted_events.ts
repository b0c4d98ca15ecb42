/**
 * A file of events that a form posts, which passes through as it arrives.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Events, Ingested } from "@/lib/workspace/events/contract.ts";
import { partsOf } from "@/lib/web/multipart.ts";

/** A field that is no file is no longer than this, and there are no more of them. */
const MOST_FIELD_BYTES = 4096;
const MOST_FIELDS = 20;

/**
 * Stores the events of a form's file, which may be rejected rows, corrected; its other fields come before it, and are put into `fields`,
 * where they stay if the file is refused. @throws AppError
 */
export async function takeEvents(
  events: Events,
  request: Request,
  fields: Map<string, string> = new Map(),
): Promise<Ingested> {
  for await (const { name, fileName, bytes } of partsOf(request)) {
    if (fileName === null) {
      fields.set(name, await textOf(bytes));
      if (fields.size <= MOST_FIELDS) continue;
      throw new AppError("BAD_USAGE", "Cannot read a form as it has too many fields");
    }
    if (fileName === "") break;
    const corrects = emptyIsNull(fields.get("corrects"));
    if (corrects !== null) {
      const mended = { batch: corrects, mode: "tolerant", format: null, name: fileName } as const;
      return await events.correct(mended, bytes);
    }
    const asked = {
      source: emptyIsNull(fields.get("source_name")),
      mode: fields.get("mode") === "tolerant" ? "tolerant" : "strict",
      zone: emptyIsNull(fields.get("zone")),
      dateOrder: null,
      format: null,
      name: fileName,
      corrects: null,
    } as const;
    return await events.ingest(asked, bytes);
  }
  throw new AppError("EMPTY_FILE", "Cannot take events as a file must be chosen");
}

async function textOf(bytes: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<string> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of bytes) {
    // A piece is done with when the next one is asked for.
    pieces.push(piece.slice());
    length += piece.length;
    if (length > MOST_FIELD_BYTES) {
      throw new AppError("BAD_USAGE", "Cannot read a form as one of its fields is too long");
    }
  }
  return await new Blob(pieces).text();
}

function emptyIsNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
