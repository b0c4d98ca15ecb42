/**
 * What Linux tells of processes. It is asked by a shell, since Deno lets only those read
 * `/proc` who may do everything.
 *
 * @module
 */

/** Returns the processes that a process has started, whichever of its threads did. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await printed(`cat /proc/${pid}/task/*/children`);
  return text.split(/\s+/).filter((word) => word !== "").map(Number);
}

/** Whether a process is there and no zombie. */
export async function lives(pid: number): Promise<boolean> {
  return /^State:\s*[^ZX\s]/m.test(await printed(`cat /proc/${pid}/status`));
}

/** Returns the command line of a process. */
export async function commandLineOf(pid: number): Promise<string> {
  return (await printed(`cat /proc/${pid}/cmdline`)).replaceAll("\0", " ").trim();
}

async function printed(command: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", command], stderr: "null" })
    .output();
  return new TextDecoder().decode(stdout);
}
