/**
 * Reads the form that a file of sales comes in, no longer than it may be.
 *
 * @module
 */
import { refuseCompressed } from "@/lib/api/content_encoding.ts";
import { AppError } from "@/lib/errors.ts";
import { readBody } from "@/lib/web/read_body.ts";

/** What a form has besides its file. */
const MOST_OTHER_BYTES = 64 * 1024;

/** What was sent. */
export interface SalesForm {
  readonly file: File;
  readonly email: string;
}

/** @throws AppError UNSUPPORTED_FORMAT, FILE_TOO_LARGE, BAD_USAGE, BAD_PARAMETER */
export async function readSalesForm(request: Request, mostBytes: number): Promise<SalesForm> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new AppError(
      "UNSUPPORTED_FORMAT",
      "Cannot take what was sent as it must be multipart/form-data: " +
        `current value is ${JSON.stringify(type.slice(0, 100))}`,
    );
  }
  refuseCompressed(request);
  const body = await readForm(request, mostBytes);
  const form = await parse(body, type);
  const file = form.get("file");
  if (!(file instanceof File)) throw missing("file", "a file");
  const email = form.get("email");
  if (typeof email !== "string" || email.trim() === "") throw missing("email", "an address");
  return { file, email: email.trim() };
}

async function readForm(request: Request, mostBytes: number): Promise<Blob> {
  try {
    return await readBody(request, mostBytes + MOST_OTHER_BYTES);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "FILE_TOO_LARGE") throw error;
    throw new AppError(
      "FILE_TOO_LARGE",
      `Cannot take the file as it may have ${mostBytes / 1_000_000} MB: current value is more`,
    );
  }
}

async function parse(body: Blob, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "Content-Type": type } }).formData();
  } catch {
    // What the parser says of it tells nobody more.
    throw new AppError("BAD_USAGE", "Cannot read what was sent as it must be a form with a file");
  }
}

function missing(key: string, what: string): AppError {
  const message = `Cannot take the form as its field "${key}" must be ${what}: ` +
    "current value is missing";
  return new AppError("BAD_PARAMETER", message, {
    problems: [{ severity: "error", code: "BAD_PARAMETER", message, place: { key }, remedy: null }],
  });
}
