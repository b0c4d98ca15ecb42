/**
 * Some routes with the scripts of their islands, served to a real browser by this process.
 *
 * @module
 */
import { createApp } from "@/lib/web/app.ts";
import { createBundler } from "@/lib/web/bundle/bundle.ts";
import { readManifest } from "@/lib/web/bundle/manifest.ts";
import type { RouteModule } from "@/lib/web/define.ts";
import { openFiles } from "@/lib/web/files.ts";
import { registerIslands } from "@/lib/web/islands.ts";
import { islandsIn, loadModules } from "@/lib/web/modules.ts";
import { setAssetAddresses } from "@/lib/web/runtime.ts";
import { ASSETS_PATH, assetsFolder, SITE } from "@/lib/web/site_files.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createState } from "@/routes/(_shared)/define.ts";

/** Pages that are served. */
export interface LivePages extends AsyncDisposable {
  /** Such as `http://127.0.0.1:43211`. */
  readonly origin: string;
}

const AROUND = ["routes/_app.tsx", "routes/_middleware.ts", "routes/_500.tsx"];

/** Builds the islands into a folder of their own, and serves files of `routes/` and pages of the test. */
export async function servePages(
  workspace: Partial<Workspace>,
  files: readonly string[],
  own: Readonly<Record<string, RouteModule>> = {},
): Promise<LivePages> {
  const site = { ...SITE, build: `build/test-${crypto.randomUUID()}` };
  {
    await using bundler = createBundler(site);
    await bundler.build();
  }
  const [statics, bundles, manifest, routes] = await Promise.all([
    openFiles({ folder: site.statics, path: "/", hashed: false }),
    openFiles({ folder: assetsFolder(site), path: ASSETS_PATH, hashed: true }),
    readManifest(site),
    loadModules([...AROUND, ...files]),
  ]);
  if (manifest === null) throw new Error("Nothing was built");
  registerIslands(await loadModules(await islandsIn(site.islands)));
  setAssetAddresses(statics.addresses);
  const app = createApp({
    modules: { ...routes, ...own },
    scripts: manifest.scripts,
    files: (request) => bundles.answer(request) ?? statics.answer(request),
    // A page that asks for what a test did not give fails that test.
    state: (request) => createState(workspace as Workspace, request),
    onError() {},
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => app.fetch(request, { remoteAddress: "127.0.0.1" }),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      setAssetAddresses(new Map());
      await Deno.remove(new URL(`../../${site.build}`, import.meta.url), { recursive: true });
    },
  };
}
