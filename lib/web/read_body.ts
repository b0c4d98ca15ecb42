/**
 * Reads what was sent, and no more than may come.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** More than the largest notebook, and less than what would trouble the process. */
export const MOST_BODY_BYTES = 8 * 1024 * 1024;

/** Reads all bytes: whoever sends them need not say how many. @throws AppError FILE_TOO_LARGE */
export async function readBody(
  request: Request,
  mostBytes: number = MOST_BODY_BYTES,
): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot take what was sent as it may have ${mostBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

/** Refuses what no database takes. @throws AppError BAD_USAGE */
export function refuseNul(text: string): void {
  if (!text.includes("\0")) return;
  throw new AppError(
    "BAD_USAGE",
    "Cannot take what was sent as text holds no NUL character: current value is U+0000",
  );
}

/** Refuses what is no text: no bytes are, which a form brings. @throws AppError BAD_USAGE */
function refuseHalves(text: string): void {
  if (text.isWellFormed()) return;
  throw new AppError(
    "BAD_USAGE",
    "Cannot take what was sent as text holds whole characters: current value has half of one",
  );
}

/** Returns the value of a JSON text. @throws AppError BAD_USAGE where it is none, or holds no text */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (name, value) => {
      for (const text of [name, value]) {
        if (typeof text !== "string") continue;
        refuseNul(text);
        refuseHalves(text);
      }
      return value;
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("BAD_USAGE", "Cannot read what was sent as it must be JSON");
  }
}
