/**
 * Tells whether a run reads so little that it is over before optimized code has paid for itself.
 *
 * V8 spends a fifth of a second on the few largest functions of Postgres and of the reader, as
 * soon as they have run a little. A million rows win that back; a hundred thousand don't.
 *
 * @module
 */
import { isAbsolute, join } from "node:path";

/** About 300,000 rows, from where optimizing wins. */
const BRIEF_BYTES = 16 * 1024 * 1024;
/** Text compresses to about this share, so its rows are more than its bytes tell. */
const COMPRESSED = /\.(gz|xlsx|xlsm|parquet)$/i;
const COMPRESSION = 8;
const FILE_LINE = /^\s*file:\s*(['"]?)(.+?)\1\s*$/gm;
/** Rows that come from elsewhere, whose number nobody knows. */
const OTHER_SOURCE = /^\s*(upload|connection|table|query):/m;

/** What is run: its notebook, and files that stand in for those that it names. */
export interface BriefRun {
  readonly notebook: string;
  readonly inputs: ReadonlyMap<string, string>;
}

/** Whether all that the run may read is small. A file that is not there counts nothing: the run says so. */
export function isBrief({ notebook, inputs }: BriefRun, folders: readonly string[]): boolean {
  const text = readText(notebook);
  if (text === null || OTHER_SOURCE.test(text)) return false;
  const named = [...text.matchAll(FILE_LINE)].map(([, , path]) => path);
  const candidates = named.map((path) =>
    isAbsolute(path) ? [path] : folders.map((folder) => join(folder, path))
  );
  const bytes = [...candidates, ...[...inputs.values()].map((path) => [path])]
    .reduce((sum, paths) => sum + Math.max(0, ...paths.map(bytesOf)), 0);
  return bytes < BRIEF_BYTES;
}

function readText(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // Whoever runs it is told by what reads it in earnest.
    return null;
  }
}

function bytesOf(path: string): number {
  try {
    return Deno.statSync(path).size * (COMPRESSED.test(path) ? COMPRESSION : 1);
  } catch {
    return 0;
  }
}
