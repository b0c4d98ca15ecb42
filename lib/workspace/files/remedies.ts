/**
 * What to do about a file that is refused.
 *
 * @module
 */
import { AppError, type ErrorCode } from "@/lib/errors.ts";

/** Where a refusal tells no remedy of its own. */
const REMEDIES: Partial<Readonly<Record<ErrorCode, string>>> = {
  EMPTY_FILE: "Choose a file with rows in it",
  BAD_FILE: "Save or export it again, and send the new file",
  FILE_TOO_LARGE: "Send it gzipped or in parts, or let whoever runs this workspace raise the limit",
  TOO_MANY_ROWS: "Send it in parts, or let whoever runs this workspace raise the limit",
  DECODE_ERROR: "Save it as UTF-8, and send the new file",
};

/** Returns what to do, or `null` where nothing is known to help. */
export function remedyOf({ code, problems }: AppError): string | null {
  return problems[0]?.remedy ?? REMEDIES[code] ?? null;
}

/** Makes the refusal of a file with its remedy. */
export function refusal(code: ErrorCode, message: string): AppError {
  const remedy = REMEDIES[code] ?? null;
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: {}, remedy }],
  });
}
