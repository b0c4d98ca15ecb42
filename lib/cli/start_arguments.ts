/**
 * What `start` was asked to do, out of the words after it.
 *
 * @module
 */
import { badUsage, parseWords } from "./words.ts";

/** How the workspace is opened. */
export interface StartArguments {
  /** 0 takes any that is free. */
  readonly port: number;
  /** Whether the site is worked on: an edit of it is shown at once. */
  readonly development: boolean;
}

const DEFAULT_PORT = 8000;

/** What `--help` prints. */
export const START_HELP = `Opens the workspace in the browser

Usage: deno task start [options]

  --port NUMBER   listen at this port of 127.0.0.1 (${DEFAULT_PORT}); 0 takes any that is free
  --development   show an edit of a page, island or style at once (deno task dev)
  --help          print this

It prints the address, and a link that signs the owner in once. Ctrl-C stops it.

Settings (environment): DATABASE_URL for a Postgres server, else DATA_DIR (.daybook/) holds
the embedded database

Exit codes: 0 stopped, 1 it could not go on, 2 wrong use or setting, or the port is taken`;

/** Reads the words; `null` asks for help. @throws AppError BAD_USAGE */
export function parseStartArguments(words: readonly string[]): StartArguments | null {
  const { values, positionals } = parseWords("start", words, {
    port: { type: "string" },
    development: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return null;
  if (positionals.length > 0) {
    throw badUsage("start", "it takes no words", positionals.join(" "), "See --help");
  }
  const port = values.port ?? String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw badUsage("start", "--port must be a whole number up to 65535", port);
  }
  return { port: Number(port), development: values.development ?? false };
}
