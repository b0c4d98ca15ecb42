/**
 * The log: one line of JSON an event, on stderr.
 *
 * @module
 */
import { toldError } from "./told_error.ts";

/** Least important first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** How much an event matters; a log leaves out what matters less than its own level. */
export type LogLevel = typeof LOG_LEVELS[number];

/** What is told with an event: no secret, no raw row. Of errors no value is told, as `toldError` has it. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Takes events. They are named `subject.what`, as in `job.completed`. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Returns a log that tells these fields with every event. */
  with(fields: LogFields): Log;
}

/** What a log stands on. */
export interface LogOptions {
  /** Events that matter less are left out. */
  readonly level: LogLevel;
  readonly now?: () => Date;
  /** Takes each line with its line end. */
  readonly write?: (line: string) => void;
  /** What is told with every event: for whom the work is that goes on. */
  readonly about?: () => object;
  /** Hears of every event, whatever the level, without what `about` tells: figures are made of them. */
  readonly hear?: (event: string, fields: LogFields, level: LogLevel) => void;
}

/** Makes a log that writes to stderr unless told otherwise. */
export function createLog(options: LogOptions): Log {
  return logWith(options, {});
}

function logWith(options: LogOptions, common: LogFields): Log {
  const { level: least, now = () => new Date(), write = writeToStderr, about, hear } = options;
  const at = (level: LogLevel) => (event: string, fields: LogFields = {}) => {
    hear?.(event, { ...common, ...fields }, level);
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    const line = { time: now().toISOString(), level, event };
    const told = { ...line, ...about?.(), ...common, ...fields, ...line };
    write(`${JSON.stringify(told, plainly())}\n`);
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (fields) => logWith(options, { ...common, ...fields }),
  };
}

/** Returns what turns each value into one that JSON can tell, whatever it is. */
function plainly(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_key, value) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "told above";
    seen.add(value);
    return value instanceof Error ? toldError(value) : value;
  };
}

function writeToStderr(line: string): void {
  let rest = new TextEncoder().encode(line);
  try {
    while (rest.byteLength > 0) rest = rest.subarray(Deno.stderr.writeSync(rest));
  } catch {
    // Nobody reads stderr any more: there is no place left to tell it.
  }
}
