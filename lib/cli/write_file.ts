/**
 * Writes files that are there whole or not at all: under another name first, which is
 * then changed.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { AppError } from "@/lib/errors.ts";

/** Takes what a file is to hold, piece by piece. */
export type Append = (text: string) => Promise<void>;

/** Writes a text or bytes in place of what the file held. */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await replaceFile(path, (file) => writeAll(file, bytes));
}

/** Writes a file of any length piece by piece. */
export async function writePieces(
  path: string,
  write: (append: Append) => Promise<void>,
): Promise<void> {
  const encoder = new TextEncoder();
  await replaceFile(path, (file) => write((text) => writeAll(file, encoder.encode(text))));
}

async function replaceFile(
  path: string,
  write: (file: Deno.FsFile) => Promise<void>,
): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    {
      using file = await Deno.open(unfinished, { createNew: true, write: true });
      await write(file);
    }
    await Deno.rename(unfinished, path);
  } catch (error) {
    await Deno.remove(unfinished).catch(() => {}); // What stopped the writing is told.
    throw error;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

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
