/**
 * Tells in words of the user why something could not be kept on the disk.
 *
 * @module
 */
import { basename } from "node:path";
import { AppError } from "./errors.ts";

/** Tells why a folder could not be written to; what is no fault of the folder is handed back. */
export function refuseFolder(error: unknown, act: string, folder: string): unknown {
  const refuse = (code: "NO_RIGHTS" | "DISK_FULL" | "BAD_USAGE", rule: string, remedy: string) => {
    const message = `Cannot ${act} as ${rule}: current value is "${folder}"`;
    return new AppError(code, message, {
      cause: error,
      problems: [{ severity: "error", code, message, place: {}, remedy }],
    });
  };
  if (
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable ||
    (error instanceof Error && /EROFS|read-only file system/i.test(error.message))
  ) {
    return refuse(
      "NO_RIGHTS",
      "its folder may not be written",
      "Give this user the right to write there, or choose another folder",
    );
  }
  if (
    error instanceof Error && /ENOSPC|EFBIG|EDQUOT|no space left|too large/i.test(error.message)
  ) {
    return refuse("DISK_FULL", "the disk is full", "Make room, or choose a folder on another disk");
  }
  if (
    error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.IsADirectory
  ) {
    return refuse("BAD_USAGE", "it must be written into a folder", "Choose another folder");
  }
  return error;
}

/** The same of a folder of the workspace: whoever sends something is not told where that is. */
export function refuseOwnFolder(error: unknown, act: string, folder: string): unknown {
  return refuseFolder(error, act, basename(folder));
}
