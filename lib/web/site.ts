/**
 * The whole site: pages, what was built for browsers, and static files.
 *
 * @module
 */
import { type App, type AppOptions, createApp } from "./app.ts";
import { readManifest } from "./bundle/manifest.ts";
import { openFiles } from "./files.ts";
import { registerIslands } from "./islands.ts";
import { islandsIn, loadModules, modulesBelow } from "./modules.ts";
import { ASSETS_PATH, assetsFolder, type SiteFiles } from "./site_files.ts";
import { setAssetAddresses } from "./runtime.ts";

/** What a site is given beside its files. */
export interface SiteOptions<State>
  extends Pick<AppOptions<State>, "state" | "statusOf" | "onError" | "onAnswer"> {
  readonly site: SiteFiles;
}

/** The path at which a page hears that the server is another one, while the site is worked on. */
const RELOAD_PATH = "/_reload";

/** Loads `routes/`, `islands/`, `static/` and `build/`, and answers requests with them. */
export async function openSite<State>(
  { site, ...options }: SiteOptions<State>,
): Promise<App> {
  const [routes, islands, statics, bundles, manifest] = await Promise.all([
    modulesBelow(site.routes).then(loadModules),
    islandsIn(site.islands).then(loadModules),
    openFiles({ folder: site.statics, path: "/", hashed: false }),
    openFiles({ folder: assetsFolder(site), path: ASSETS_PATH, hashed: true }),
    readManifest(site),
  ]);
  if (manifest === null) throw new Error("Cannot serve as the site must be built first");
  registerIslands(islands);
  setAssetAddresses(statics.addresses);
  const { scripts } = manifest;
  const boot = crypto.randomUUID();

  function answerFile(request: Request): Response | null {
    const { pathname } = new URL(request.url);
    if (site.development && pathname === RELOAD_PATH) return tellBoot(boot);
    return bundles.answer(request) ?? statics.answer(request);
  }

  return createApp({ ...options, modules: routes, scripts, files: answerFile });
}

/** Says which server this is, and stays open until it ends. */
function tellBoot(boot: string): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) =>
      controller.enqueue(new TextEncoder().encode(`retry: 100\ndata: ${boot}\n\n`)),
  });
  const headers = { "Content-Type": "text/event-stream", "Cache-Control": "no-store" };
  return new Response(body, { headers });
}
