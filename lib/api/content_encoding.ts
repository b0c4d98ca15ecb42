/**
 * What a body was compressed by, as its request says.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** Names of the same: the second is of older programs. */
const GZIP: readonly string[] = ["gzip", "x-gzip"];

/** Returns by what a body was compressed; `null` where it comes as it is. @throws AppError UNSUPPORTED_FORMAT */
export function compressionOf(request: Request): "gzip" | null {
  const encoding = said(request);
  if (encoding === null) return null;
  if (GZIP.includes(encoding)) return "gzip";
  throw refuse(
    encoding,
    "may be compressed by gzip alone",
    "Compress it by gzip and say Content-Encoding: gzip, or send it as it is",
  );
}

/** Refuses a body that does not come as it is. @throws AppError UNSUPPORTED_FORMAT with the remedy */
export function refuseCompressed(
  request: Request,
  remedy: string = "Send it as it is, without Content-Encoding",
): void {
  const encoding = said(request);
  if (encoding !== null) throw refuse(encoding, "must not be compressed", remedy);
}

function said(request: Request): string | null {
  const encoding = (request.headers.get("Content-Encoding") ?? "").trim().toLowerCase();
  return encoding === "" || encoding === "identity" ? null : encoding;
}

function refuse(encoding: string, rule: string, remedy: string): AppError {
  const code = "UNSUPPORTED_FORMAT";
  const message = `Cannot take what was sent as its body ${rule}: ` +
    `current value is ${JSON.stringify(encoding.slice(0, 100))}`;
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: { key: "Content-Encoding" }, remedy }],
  });
}
