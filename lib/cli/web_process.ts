/**
 * Keeps one web process running: starts it, answers what it asks, starts it again when it dies.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { type Child, startChild } from "@/lib/process/child.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { answerWorkspace } from "@/lib/workspace/remote.ts";

/** What a web process needs. */
export interface WebOptions {
  readonly port: number;
  readonly workspace: Promise<Workspace>;
  readonly log: Log;
}

/** A web process that is kept running. */
export interface WebProcess extends AsyncDisposable {
  readonly hostname: string;
  readonly port: number;
  /** Rejects when it dies again and again. */
  readonly failed: Promise<never>;
}

const ENTRY = new URL("./web_child.ts", import.meta.url);
const PROJECT = new URL("../../", import.meta.url);

/** Only this machine can connect. */
const HOSTNAME = "127.0.0.1";

/** What the web process may read: the files of the site, but not the data beside them. */
const READS = ["routes", "islands", "lib", "static", "build"]
  .map((folder) => fileURLToPath(new URL(folder, PROJECT)));

/** One that dies sooner than this after its start is not started again at once for ever. */
const SHORT_LIFE_MILLISECONDS = 5_000;
const SHORT_LIVES = 5;

/** Starts the web process; returns when it listens. @throws AppError BAD_USAGE where it cannot */
export async function startWeb(options: WebOptions): Promise<WebProcess> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  let stopped = false;
  let current = open(options);
  const port = await listen(current, options.port);

  async function keep() {
    let shortLives = 0;
    while (true) {
      const startedAt = performance.now();
      await current.exited;
      if (stopped) return;
      const short = performance.now() - startedAt < SHORT_LIFE_MILLISECONDS;
      shortLives = short ? shortLives + 1 : 0;
      options.log.error("web.ended", { shortLives });
      if (shortLives === SHORT_LIVES) {
        return failed.reject(
          new AppError("PROCESS_ENDED", "Cannot go on as the web process ends whenever it starts"),
        );
      }
      current = open({ ...options, port });
      await listen(current, port).catch((error) => options.log.error("web.error", { error }));
    }
  }
  keep();

  return {
    hostname: HOSTNAME,
    port,
    failed: failed.promise,
    async [Symbol.asyncDispose]() {
      stopped = true;
      await current.kill();
    },
  };
}

/** Starts a web process that loads the site, and answers it. */
function open({ port, workspace, log }: WebOptions): Child {
  const child = startChild(ENTRY, {
    rights: { read: READS, net: [`${HOSTNAME}:${port}`] },
    printed: (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
  });
  const onBug = (method: string, error: unknown) => log.error("workspace.error", { method, error });
  // It ends with the child, which is told of where that is awaited.
  answerWorkspace(child.open("workspace"), { workspace, onBug }).catch(() => {});
  return child;
}

async function listen(child: Child, port: number): Promise<number> {
  try {
    const { header } = await child.call("listen", { header: { hostname: HOSTNAME, port } });
    return header.port;
  } catch (error) {
    await child.kill();
    throw error;
  }
}
