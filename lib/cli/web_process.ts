/**
 * Keeps one web process running: starts it, answers what it asks, starts it again when it dies.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { AppError } from "@/lib/errors.ts";
import type { AccessConfig } from "@/lib/config/access.ts";
import type { LimitsConfig } from "@/lib/config/limits.ts";
import type { Log, LogLevel } from "@/lib/log.ts";
import { type Child, startChild } from "@/lib/process/child.ts";
import type { Services } from "@/lib/seen/services.ts";
import type { FrontRules } from "@/lib/web/front.ts";
import type { SiteFiles } from "@/lib/web/site_files.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { answerWorkspace } from "@/lib/workspace/remote.ts";
import { passOnLines } from "./pass_on_lines.ts";

/** What a web process needs. */
export interface WebOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly site: SiteFiles;
  readonly workspace: Promise<Workspace>;
  readonly log: Log;
  /** What the web process logs. */
  readonly logLevel: LogLevel;
  /** Told by `/health`. */
  readonly services: Services;
  /** Where it listens, and what it takes. */
  readonly access: Pick<AccessConfig, "host" | "contentPolicy" | "tellsApi"> & FrontRules;
  readonly limits: LimitsConfig;
}

/** A web process that is kept running. */
export interface WebProcess extends AsyncDisposable {
  /** Where it can be reached. */
  readonly address: string;
  /** Begins to start another one, which loads nothing of the site before `replace` is called. */
  prepare(): void;
  /** Puts one that has loaded the site anew in its place. @throws where the site does not load */
  replace(): Promise<void>;
  /** Rejects when it dies again and again. */
  readonly failed: Promise<never>;
}

/** Where a web process listens. */
interface Listening {
  readonly host: string;
  readonly port: number;
}

const ENTRY = new URL("./web_child.ts", import.meta.url);
const PROJECT = new URL("../../", import.meta.url);

/** What the web process may read: the files of the site, but not the data beside them. */
const READS = ["routes", "islands", "lib", "static", "build"]
  .map((folder) => fileURLToPath(new URL(folder, PROJECT)));

/** The younger space is small, so that bytes which have passed through are let go soon. */
const V8_FLAGS = ["--max-semi-space-size=4"];

/** One that dies sooner than this after its start is not started again at once for ever. */
const SHORT_LIFE_MILLISECONDS = 5_000;
const SHORT_LIVES = 5;

/** Starts the web process; returns when it listens. @throws AppError BAD_USAGE where it cannot */
export async function startWeb(options: WebOptions): Promise<WebProcess> {
  const { log } = options;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // Told of where it is awaited.
  let current = open(options);
  const { host } = options.access;
  const port = await listen(current, { host, port: options.port });
  const again = { ...options, port };
  /** Its own files are those of the last call of `prepare`. */
  let prepared: Child | null = null;
  let shortLives = 0;
  let stopped = false;
  keep(current);

  /** Starts another one when this one dies, unless it was to die. */
  async function keep(child: Child): Promise<void> {
    const startedAt = performance.now();
    await child.exited;
    if (stopped || child !== current) return;
    shortLives = performance.now() - startedAt < SHORT_LIFE_MILLISECONDS ? shortLives + 1 : 0;
    log.error("web.ended", { shortLives });
    if (shortLives === SHORT_LIVES) {
      const message = "Cannot go on as the web process ends whenever it starts";
      return failed.reject(new AppError("PROCESS_ENDED", message));
    }
    current = open(again);
    keep(current);
    await listen(current, { host, port }).catch((error) => log.error("web.error", { error }));
  }

  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    failed: failed.promise,
    prepare() {
      prepared?.kill();
      prepared = start(again);
    },
    async replace() {
      const next = open(again, prepared ?? start(again));
      prepared = null;
      try {
        await next.call("load");
      } catch (error) {
        await next.kill();
        throw error;
      }
      const old = current;
      current = next;
      keep(next);
      await old.kill();
      await listen(next, { host, port });
    },
    async [Symbol.asyncDispose]() {
      stopped = true;
      await Promise.all([current.kill(), prepared?.kill()]);
    },
  };
}

/** Starts a process that waits to be told of the site. */
function start({ port, log, access: { host } }: WebOptions): Child {
  return startChild(ENTRY, {
    rights: { read: READS, net: [`${host.includes(":") ? `[${host}]` : host}:${port}`] },
    v8Flags: V8_FLAGS,
    printed: passOnLines(log),
  });
}

/** Lets a web process load the site, and answers it. */
function open(options: WebOptions, child = start(options)): Child {
  const { site, workspace, log, logLevel, services, access, limits } = options;
  const onBug = (method: string, error: unknown) => log.error("workspace.error", { method, error });
  // It ends with the child, which is told of where that is awaited.
  const { trustedHosts, trustedProxies, forceHttps, allowedOrigins, contentPolicy, tellsApi } =
    access;
  const rules = { trustedHosts, trustedProxies, forceHttps, allowedOrigins };
  const settings = { logLevel, services, rules, contentPolicy, tellsApi, limits: { ...limits } };
  const header = { site: { ...site }, ...settings };
  answerWorkspace(child.open("workspace", { header }), { workspace, onBug }).catch(() => {});
  return child;
}

async function listen(child: Child, { host, port }: Listening): Promise<number> {
  try {
    const { header } = await child.call("listen", { header: { hostname: host, port } });
    return header.port;
  } catch (error) {
    await child.kill();
    throw error;
  }
}
