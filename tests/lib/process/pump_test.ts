import { ok as assert } from "node:assert/strict";
import process from "node:process";

const PARENT = new URL("./children/parent.ts", import.meta.url);

/** Whether a process of this id runs; one that has ended and waits to be reaped does not. */
function runs(id: number): boolean {
  if (Deno.build.os === "linux") {
    // Deno itself may not read below /proc unless it may do everything.
    const { stdout } = new Deno.Command("cat", { args: [`/proc/${id}/stat`], stderr: "null" })
      .outputSync();
    return /\) [^ZX] /.test(new TextDecoder().decode(stdout));
  }
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** Resolves when the condition holds, or says that it did not in time. */
async function holdsWithin(milliseconds: number, condition: () => boolean): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}

Deno.test("a child is gone within two seconds after its parent was killed", async () => {
  const parent = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", PARENT.href],
    stdout: "piped",
  }).spawn();
  const stdout = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const ids: number[] = JSON.parse((await stdout.read()).value ?? "[]");
  assert(ids.length === 2 && ids.every(runs));
  parent.kill("SIGKILL");
  await parent.status;
  await stdout.cancel();
  assert(await holdsWithin(2000, () => !ids.some(runs)));
});
