/**
 * A workspace that is started as `deno task start` starts it, and a browser's session in it.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { FOLDER } from "./programs.ts";

const PROJECT = new URL("../", import.meta.url);

/** The data directory of what is measured. */
export const DATA = `${FOLDER}/workspace`;

/** A workspace that runs. */
export interface Site {
  readonly origin: string;
  readonly process: number;
  /** How long it took until the address was told. */
  readonly startedMilliseconds: number;
  /** What `deno task start` printed to sign in with. */
  readonly signInLink: string;
  /** Asks as the owner does. */
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
  cookie: string;
  stop(): Promise<void>;
}

/** Starts the workspace of a data directory; `cookie` is the session of an earlier start. */
export async function startSite(
  { dataDirectory, databaseUrl = "", cookie = "" }: {
    readonly dataDirectory: string;
    readonly databaseUrl?: string;
    readonly cookie?: string;
  },
): Promise<Site> {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", PROJECT)));
  const args = String(tasks.start)
    .replace(/"\$\(deno eval [^"]*\)"/, () => Deno.execPath())
    .split(" ").slice(1);
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, "--port", "0"],
    cwd: fileURLToPath(PROJECT),
    env: {
      NO_COLOR: "1",
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "error",
      DATA_DIR: dataDirectory,
      NOTEBOOK_FOLDERS: `${fileURLToPath(PROJECT)}:${FOLDER}`,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = linesOf(child.stdout);
  const origin = await find(lines, /open at (\S+)/);
  const startedMilliseconds = performance.now() - start;
  const signInLink = await find(lines, /(http\S+sign-in\S+)/);
  (async () => {
    for await (const _ of lines);
  })();
  const site: Site = {
    origin,
    process: child.pid,
    startedMilliseconds,
    signInLink,
    cookie,
    get: (path) => fetch(origin + path, { headers: { cookie: site.cookie } }),
    post: (path, body) =>
      fetch(origin + path, {
        method: "POST",
        headers: { cookie: site.cookie, origin, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    async stop() {
      try {
        child.kill("SIGTERM");
      } catch {
        throw new Error(`The workspace has ended with code ${(await child.status).code}`);
      }
      await child.status;
    },
  };
  if (cookie === "") site.cookie = await signIn(signInLink);
  return site;
}

/** Works with a workspace whose data directory is new, unless it keeps that of the one before. */
export async function withSite(
  work: (site: Site) => Promise<void>,
  { keepsData = false, ...options }: {
    readonly keepsData?: boolean;
    readonly databaseUrl?: string;
    readonly cookie?: string;
  } = {},
): Promise<void> {
  if (!keepsData) await Deno.remove(DATA, { recursive: true }).catch(() => {});
  const site = await startSite({ dataDirectory: DATA, ...options });
  try {
    await work(site);
  } finally {
    await site.stop();
  }
}

async function signIn(link: string): Promise<string> {
  const answer = await fetch(link, { redirect: "manual" });
  await answer.body?.cancel();
  const [cookie] = answer.headers.getSetCookie();
  if (cookie === undefined) throw new Error("Cannot sign in");
  return cookie.split(";")[0];
}

async function find(lines: AsyncIterable<string>, pattern: RegExp): Promise<string> {
  for await (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match[1];
  }
  throw new Error("The workspace ended before it was open");
}

/** Lines that may be read on after a `break`. */
function linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncIterable<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        for (;;) {
          const end = rest.indexOf("\n");
          if (end >= 0) {
            const value = rest.slice(0, end);
            rest = rest.slice(end + 1);
            return { value, done: false };
          }
          const { value, done } = await reader.read();
          if (done) return { value: undefined, done: true };
          rest += value;
        }
      },
    }),
  };
}
