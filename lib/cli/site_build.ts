/**
 * Builds what browsers load, in a process that ends, or that watches while the site is worked on.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { childEnvironment } from "@/lib/config.ts";
import { AppError } from "@/lib/errors.ts";
import { lastOf } from "@/lib/process/spawn.ts";
import type { Built } from "@/lib/web/bundle/build.ts";
import { isUpToDate } from "@/lib/web/bundle/manifest.ts";
import { SITE } from "@/lib/web/site_files.ts";

const PROJECT = new URL("../../", import.meta.url);
const BUILDER = new URL("lib/web/bundle/build.ts", PROJECT);

/** Builds the site unless it is up to date. @throws AppError INTERNAL_ERROR where it can't be built */
export async function ensureBuilt(): Promise<void> {
  if (await isUpToDate(SITE)) return;
  const builder = commandOf([]).spawn();
  await builder.stdout.cancel();
  const [printed, { success }] = await Promise.all([lastOf(builder.stderr), builder.status]);
  if (!success) {
    throw new AppError("INTERNAL_ERROR", `Cannot start as the site could not be built: ${printed}`);
  }
}

/** A builder that goes on until it is disposed of. */
export interface Watcher extends AsyncDisposable, AsyncIterable<Built> {}

/** Builds the site now and whenever a file of it changes, and tells of each time. */
export function watchSite(): Watcher {
  const builder = commandOf(["--watch"]).spawn();
  // A terminal that is gone is told nothing, and the site is built all the same.
  builder.stderr.pipeTo(Deno.stderr.writable, { preventClose: true }).catch(() => {});
  return {
    async *[Symbol.asyncIterator]() {
      let rest = "";
      for await (const text of builder.stdout.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) yield JSON.parse(line) as Built; // as the builder printed it
      }
    },
    async [Symbol.asyncDispose]() {
      builder.kill("SIGKILL");
      await builder.status;
    },
  };
}

/** The builder runs esbuild, which is a program, so it can do what we can. */
function commandOf(words: readonly string[]): Deno.Command {
  const build = fileURLToPath(new URL("build", PROJECT));
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--config=${fileURLToPath(new URL("deno.json", PROJECT))}`,
      "--allow-read",
      `--allow-write=${build},${fileURLToPath(new URL("islands", PROJECT))}`,
      "--allow-env",
      "--allow-run",
      BUILDER.href,
      ...words,
    ],
    clearEnv: true,
    env: childEnvironment(),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}
