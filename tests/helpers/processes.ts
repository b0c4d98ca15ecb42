/**
 * What Linux tells of processes.
 *
 * @module
 */

/** Returns the processes that a process has started, whichever of its threads did. */
export function childrenOf(pid: number): number[] {
  const threads = Array.from(Deno.readDirSync(`/proc/${pid}/task`), ({ name }) => name);
  return threads.flatMap((thread) =>
    Deno.readTextFileSync(`/proc/${pid}/task/${thread}/children`)
      .split(" ").filter((text) => text !== "").map(Number)
  );
}

/** Whether a process is there and no zombie. */
export function lives(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/** Returns the command line of a process. */
export function commandLineOf(pid: number): string {
  return Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
}
