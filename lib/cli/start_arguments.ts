/**
 * What `start` was asked to do, out of the words after it.
 *
 * @module
 */
import { DEFAULT_PORT, parsePort } from "@/lib/config/access.ts";
import { badUsage, parseWords } from "./words.ts";

/** How the workspace is opened. */
export interface StartArguments {
  /** 0 takes any that is free; `null` leaves it to the settings. */
  readonly port: number | null;
  /** Whether the site is worked on: an edit of it is shown at once. */
  readonly development: boolean;
}

/** What `--help` prints. */
export const START_HELP = `Opens the workspace in the browser

Usage: deno task start [options]

  --port NUMBER   listen at this port (PORT, or ${DEFAULT_PORT}); 0 takes any that is free
  --development   show an edit of a page, island or style at once (deno task dev)
  --help          print this

It prints the address, and a link that signs the owner in once. Ctrl-C stops it.

Settings (environment): HOST and PORT for where it listens; DATABASE_URL for a Postgres server,
else DATA_DIR (.daybook/) holds the embedded database; all others in docs/ops/settings.md

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
  const { port: written } = values;
  const port = written === undefined ? null : parsePort(written);
  if (written !== undefined && port === null) {
    throw badUsage("start", "--port must be a whole number from 0 to 65535", written);
  }
  return { port, development: values.development ?? false };
}
