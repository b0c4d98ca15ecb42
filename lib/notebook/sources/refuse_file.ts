import { AppError } from "@/lib/errors.ts";

/** Returns the refusal of a file, at the key of the cell that names it. */
export function refuseFile(
  code: "FILE_NOT_FOUND" | "FILE_NOT_ALLOWED" | "NO_RIGHTS" | "BAD_FILE",
  message: string,
  { key = "file", remedy }: { readonly key?: string; readonly remedy: string | null },
): AppError {
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: { key }, remedy }],
  });
}
