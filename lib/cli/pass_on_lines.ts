/**
 * What a child prints, in our log: its own log's lines as they are, all else as one line of ours.
 *
 * @module
 */
import type { Log } from "@/lib/log.ts";
import { withoutValues } from "@/lib/told_error.ts";

/** Takes text as it is printed; passes on what is whole. A crash may print anything: its values are left out. */
export function passOnLines(
  log: Log,
  write: (line: string) => void = (line) => {
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  },
): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (isLogged(line)) write(`${line}\n`);
      else if (line.trim() !== "") log.warn("web.printed", { text: withoutValues(line.trim()) });
    }
  };
}

function isLogged(line: string): boolean {
  if (!line.startsWith('{"time":"')) return false;
  try {
    return typeof JSON.parse(line).event === "string";
  } catch {
    return false;
  }
}
