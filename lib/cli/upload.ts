/**
 * `deno task upload`: keeps files by their digest, so that a notebook can name them by it.
 *
 * @module
 */
import { basename } from "node:path";
import { keepBytes, uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { openForReading } from "@/lib/notebook/sources/open_file.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings } from "./workspace.ts";

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
async function keepFile(
  path: string,
  options: { readonly folder: string; readonly signal: AbortSignal },
): Promise<string> {
  using source = await openForReading(path, path);
  return await keepBytes(chunksOf(source), { ...options, name: basename(path) });
}

async function* chunksOf(file: Deno.FsFile): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(1 << 18);
  for (let length; (length = await file.read(chunk)) !== null;) yield chunk.subarray(0, length);
}

if (import.meta.main) await runCommand((signal) => upload(Deno.args, signal));
