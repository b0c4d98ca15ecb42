/**
 * `deno task upload`: keeps files by their digest, so that a notebook can name them by it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { openForReading } from "./sources.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings, uploadsFolder } from "./workspace.ts";
import { refuseFolder } from "./write_file.ts";

const HELP = `Keeps files by their SHA-256, so that load cells can name them: upload: sha256:…

Usage: deno task upload FILE…

Settings (environment): DATA_DIR (.daybook/), where uploads/ holds them

Exit codes: 0 done, 1 a file could not be kept, 2 wrong use`;

/** Keeps the files and prints their digests; returns the exit code. @throws AppError */
export async function upload(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords("upload", words, {
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  if (positionals.length === 0) throw badUsage("upload", "it takes at least one file", "none");
  const folder = uploadsFolder(readSettings());
  for (const path of positionals) {
    const digest = await keepFile(path, { folder, signal });
    console.log(positionals.length === 1 ? `sha256:${digest}` : `sha256:${digest}  ${path}`);
  }
  return EXIT.done;
}

/** Copies a file to the name of its digest; it is there whole or not at all. */
export async function keepFile(
  path: string,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<string> {
  using source = await openForReading(path, path);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const unfinished = join(folder, `.${crypto.randomUUID()}`);
    const hash = createHash("sha256");
    try {
      using copy = await Deno.open(unfinished, { createNew: true, write: true });
      const chunk = new Uint8Array(1 << 18);
      for (let length; (length = await source.read(chunk)) !== null;) {
        signal.throwIfAborted();
        hash.update(chunk.subarray(0, length));
        for (let at = 0; at < length;) at += await copy.write(chunk.subarray(at, length));
      }
      await copy.sync();
      const digest = hash.digest("hex");
      await Deno.rename(unfinished, join(folder, digest));
      return digest;
    } catch (error) {
      await Deno.remove(unfinished).catch(() => {}); // What stopped the copy is told.
      throw error;
    }
  } catch (error) {
    throw error instanceof AppError ? error : refuseFolder(error, "keep a file", folder);
  }
}

if (import.meta.main) await runCommand((signal) => upload(Deno.args, signal));
