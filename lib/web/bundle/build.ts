/**
 * `deno task build`: builds what browsers load into `build/`, where it is outdated. With `--watch`
 * it builds for those who work on the site, again whenever a file of it changes, and prints a line
 * of JSON each time.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { DEVELOPMENT_SITE, SITE } from "@/lib/web/site_files.ts";
import { createBundler } from "./bundle.ts";
import { isUpToDate } from "./manifest.ts";

/** What is printed whenever files have changed. */
export type Built =
  /** A file is another one, and the site will be built. */
  | { readonly type: "changed" }
  | { readonly type: "built"; readonly milliseconds: number }
  | { readonly type: "failed"; readonly message: string };

const PROJECT = new URL("../../../", import.meta.url);
const WATCHED = [SITE.routes, SITE.islands, SITE.statics, "lib"];

/** Editors write a file in several steps. */
const QUIET_MILLISECONDS = 20;

async function buildOnce(): Promise<void> {
  if (await isUpToDate(SITE)) return;
  await using bundler = createBundler(SITE);
  await bundler.build();
}

async function buildAlways(): Promise<void> {
  await using bundler = createBundler(DEVELOPMENT_SITE);
  await Deno.mkdir(new URL(SITE.islands, PROJECT), { recursive: true });
  const paths = WATCHED.map((folder) => fileURLToPath(new URL(folder, PROJECT)));
  using watcher = Deno.watchFs(paths);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let building = build();
  for await (const { kind } of watcher) {
    if (kind === "access") continue;
    clearTimeout(timer);
    timer = setTimeout(() => building = building.then(buildAnew), QUIET_MILLISECONDS);
  }

  async function buildAnew() {
    print({ type: "changed" });
    await build();
  }

  async function build() {
    const startedAt = performance.now();
    try {
      await bundler.build();
      print({ type: "built", milliseconds: Math.round(performance.now() - startedAt) });
    } catch (error) {
      print({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function print(built: Built): void {
  console.log(JSON.stringify(built));
}

if (import.meta.main) await (Deno.args.includes("--watch") ? buildAlways() : buildOnce());
