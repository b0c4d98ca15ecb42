/**
 * Keeps what libraries print out of the child's stdout, which carries frames: it goes to stderr.
 *
 * @module
 */
const PRINTING = [
  "log",
  "info",
  "debug",
  "dir",
  "dirxml",
  "table",
  "group",
  "groupCollapsed",
  "count",
  "timeLog",
  "timeEnd",
] as const;

for (const name of PRINTING) console[name] = console.error;

// Defined as a getter, since reading `process.stdout` would build it.
Object.defineProperty(process, "stdout", { get: () => process.stderr });

// A worker that exits would leave the process alive and silent.
Deno.exit = () => {
  throw new Error("A child must not exit by itself");
};
