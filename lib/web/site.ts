/**
 * The whole site: pages, what was built for browsers, and static files.
 *
 * @module
 */
import { type App, type AppOptions, createApp } from "./app.ts";
import type { RequestInfo } from "./define.ts";
import { registerIslands } from "./islands.ts";
import { loadModules } from "./modules.ts";
import type { Scripts } from "./render.ts";

/** What a site is given beside its files. */
export type SiteOptions<State> = Pick<AppOptions<State>, "state" | "onError">;

/** Loads the files of `routes/`, `islands/` and `static/`, and answers requests with them. */
export async function openSite<State>(options: SiteOptions<State>): Promise<App> {
  const [routes, islands] = await Promise.all([loadModules("routes"), loadModules("islands")]);
  registerIslands(islands);
  const scripts: Scripts = { base: "", islands: {}, imports: {}, everywhere: [] };
  const app = createApp({ ...options, modules: routes, scripts });
  return { fetch: (request: Request, info: RequestInfo) => app.fetch(request, info) };
}
