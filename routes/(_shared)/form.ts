/**
 * Forms that a page has posted.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** More than any form of ours holds, and little enough to keep in memory. */
const MOST_BYTES = 4_000_000;

/** Reads what was posted. @throws AppError BAD_USAGE where it is no form, FILE_TOO_LARGE */
export async function readForm(request: Request): Promise<FormData> {
  const bytes = await readBody(request);
  const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
  try {
    return await new Response(bytes, { headers }).formData();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError(
      "BAD_USAGE",
      `Cannot take what was sent as it must be a form: current value is "${
        headers["Content-Type"]
      }"`,
      { cause: error },
    );
  }
}

/** Returns what a field holds, "" where there is none. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Returns what all fields of a name hold. */
export function textsOf(form: FormData, name: string): readonly string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}

async function readBody(request: Request): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot take a form as it may have at most ${MOST_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return new Blob(chunks);
}
