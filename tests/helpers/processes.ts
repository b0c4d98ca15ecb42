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

/** Kills a process that this one has started, known by a part of its command line, once it is there. */
export async function killChild(part: string): Promise<void> {
  while (true) {
    for (const pid of await childrenOf(Deno.pid)) {
      if ((await commandLineOf(pid)).includes(part)) return Deno.kill(pid, "SIGKILL");
    }
  }
}

/** Kills the processes that this one has started and that are there, known by a part of their command line. */
export async function killChildren(part: string): Promise<void> {
  for (const pid of await childrenOf(Deno.pid)) {
    if (!(await commandLineOf(pid)).includes(part)) continue;
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // it has ended by itself
    }
  }
}

async function printed(command: string): Promise<string> {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", command], stderr: "null" })
    .output();
  return new TextDecoder().decode(stdout);
}
