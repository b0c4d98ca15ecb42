/**
 * The log: one line of JSON an event, on stderr.
 *
 * @module
 */

/** Least important first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** How much an event matters; a log leaves out what matters less than its own level. */
export type LogLevel = typeof LOG_LEVELS[number];

/** What is told with an event: no secret, no raw row. Errors are told with stack and cause. */
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
}

/** Makes a log that writes to stderr unless told otherwise. */
export function createLog(options: LogOptions): Log {
  return logWith(options, {});
}

function logWith(options: LogOptions, common: LogFields): Log {
  const { level: least, now = () => new Date(), write = writeToStderr } = options;
  const at = (level: LogLevel) => (event: string, fields: LogFields = {}) => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
    const line = { time: now().toISOString(), level, event };
    write(`${JSON.stringify({ ...line, ...common, ...fields, ...line }, plainly())}\n`);
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
    if (!(value instanceof Error)) return value;
    const { name, message, stack, cause } = value;
    return { ...value, name, message, stack, cause };
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
