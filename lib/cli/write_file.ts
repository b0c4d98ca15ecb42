/**
 * Writes files that are there whole or not at all: under another name first, which is
 * then changed.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";

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
