/**
 * Opens the workspace: the web process and the database start side by side, the engine is loaded
 * meanwhile, and all of them stop together.
 *
 * @module
 */
import { createLog } from "@/lib/log.ts";
import { about } from "@/lib/seen/about.ts";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";
import { servicesOf } from "@/lib/seen/services.ts";
import type { Engine } from "./engine.ts";
import { EXIT } from "./exit_code.ts";
import type { StartArguments } from "./start_arguments.ts";
import type { Built } from "@/lib/web/bundle/build.ts";
import { DEVELOPMENT_SITE, SITE } from "@/lib/web/site_files.ts";
import { ensureBuilt, watchSite } from "./site_build.ts";
import { startWeb, type WebProcess } from "./web_process.ts";
import { readSettings, startWorkspace } from "./workspace.ts";

/** Runs until the signal aborts; returns the exit code. @throws AppError where it cannot go on */
export async function start(
  { port, development }: StartArguments,
  signal: AbortSignal,
): Promise<number> {
  const config = readSettings();
  const { logLevel } = config;
  const figures = createEngineFigures();
  const log = createLog({ level: logLevel, about, hear: figures.hear });
  const { measured } = figures;
  await using services = startWorkspace(config, { signal, readAhead: false, measured });
  await using watcher = development ? watchSite() : null;
  const builds = watcher?.[Symbol.asyncIterator]();
  if (builds === undefined) await ensureBuilt();
  else await builds.next();
  const { promise: opening, resolve } = Promise.withResolvers<Engine>();
  await using _engine = stopOf(opening);
  const workspace = opening.then(({ workspace }) => workspace);
  // What went wrong is told where it is awaited.
  workspace.catch(() => {});
  const site = development ? DEVELOPMENT_SITE : SITE;
  const { access, limits } = config;
  const ready = opening.then((engine) => engine.ensureAdmin());
  ready.catch(() => {}); // As that is.
  const open = () =>
    startWeb({
      port: port ?? access.port,
      site,
      workspace,
      log,
      logLevel,
      services: servicesOf(config),
      access,
      limits,
    });
  // Where others can connect, they find that somebody administers it.
  const starting = access.isLoopback ? open() : ready.then(open);
  const address = starting.then((web) => web.address);
  address.catch(() => {}); // It is told below.
  // Loaded only now: it keeps this process busy while the others start.
  resolve(
    import("./engine.ts").then(({ createEngine }) =>
      createEngine(services, { log, figures, address })
    ),
  );
  await using web = await starting;
  const passwordPath = await ready;
  console.log(`Daybook is open at ${web.address}`);
  if (passwordPath !== null) {
    const address = config.publicUrl ?? web.address;
    console.log(`Set the password of ${access.admin?.email} once: ${address}${passwordPath}`);
  }
  if (access.isLoopback) {
    const { path } = await (await opening).issueSignInLink();
    console.log(`Sign in once, within 15 minutes: ${web.address}${path}`);
  }
  const followed = builds === undefined ? [] : [follow(builds, web)];
  await Promise.race([until(signal), web.failed, ...followed]);
  return EXIT.done;
}

/** Puts a new web process in place whenever the site was built. */
async function follow(builds: AsyncIterator<Built>, web: WebProcess): Promise<void> {
  for (let next = await builds.next(); !next.done; next = await builds.next()) {
    try {
      switch (next.value.type) {
        case "changed":
          web.prepare();
          break;
        case "failed":
          console.error(next.value.message);
          break;
        case "built":
          await web.replace();
      }
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Stops the engine before the database that it stands on is closed. */
function stopOf(engine: Promise<Engine>): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await engine.then((made) => made[Symbol.asyncDispose](), () => {});
    },
  };
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
