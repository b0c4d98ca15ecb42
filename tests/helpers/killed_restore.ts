/**
 * Restores an archive in a process of its own, which is killed when it is about to move something the nth time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { restore, type RestoreOptions } from "@/lib/db/backup/restore.ts";

/** What is restored, and when it is killed. */
export interface KilledRestore {
  readonly archive: string;
  readonly options: Omit<RestoreOptions, "signal" | "now">;
  /** So many things were moved before. */
  readonly moves: number;
}

/** Restores; returns whether it came to its end. */
export async function restoreUntilKilled(asked: KilledRestore): Promise<boolean> {
  const { success, signal, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", fileURLToPath(import.meta.url), JSON.stringify(asked)],
  }).output();
  if (success || signal === "SIGKILL") return success;
  throw new Error(new TextDecoder().decode(stderr));
}

if (import.meta.main) {
  const { archive, options, moves } = JSON.parse(Deno.args[0]) as KilledRestore; // Written above.
  const rename = Deno.rename;
  let moved = 0;
  Deno.rename = async (from, to) => {
    if (moved++ === moves) Deno.kill(Deno.pid, "SIGKILL");
    await rename(from, to);
  };
  await restore(archive, { ...options, signal: new AbortController().signal });
}
