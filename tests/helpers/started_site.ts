/**
 * A workspace that `deno task start` has opened, on a data directory of its own.
 *
 * @module
 */
import { type CommandOptions, type Folder, makeFolder, startTask } from "./command.ts";

/** A workspace that runs. */
export interface StartedSite extends AsyncDisposable {
  readonly process: Deno.ChildProcess;
  readonly folder: Folder;
  /** Such as `http://127.0.0.1:43211`. */
  readonly origin: string;
  /** The link that signs the owner in, once. */
  readonly link: string;
  /** What is printed from now on to standard output, line by line. */
  readonly lines: AsyncGenerator<string, undefined>;
  /** Fetches as the owner's browser would, once signed in. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** Opens a workspace at any free port, and signs its owner in. */
export async function startSite(
  { task = "start", words = ["--port", "0"], ...options }: CommandOptions & {
    readonly task?: string;
    readonly words?: readonly string[];
  } = {},
): Promise<StartedSite> {
  const folder = await makeFolder();
  const environment = { DATA_DIR: `${folder.path}/data`, ...options.environment };
  const process = startTask(task, words, { ...options, environment });
  const errors = new Response(process.stderr).text();
  const lines = linesOf(process.stdout);
  const found = { origin: "", link: "" };
  while (found.link === "") {
    const { value, done } = await lines.next();
    if (done) throw new Error(`It ended before it was open: ${await errors}`);
    found.origin = /open at (\S+)/.exec(value)?.[1] ?? found.origin;
    found.link = /(http\S+token=\S+)/.exec(value)?.[1] ?? found.link;
  }
  let cookie: string | null = null;
  return {
    process,
    folder,
    ...found,
    lines,
    async fetch(path, init) {
      cookie ??= await signIn(found.link);
      const headers = new Headers(init?.headers);
      headers.set("Cookie", cookie);
      return await fetch(new URL(path, found.origin), { redirect: "manual", ...init, headers });
    },
    async [Symbol.asyncDispose]() {
      await end(process);
      await lines.return(undefined);
      await errors;
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function signIn(link: string): Promise<string> {
  const answer = await fetch(link, { redirect: "manual" });
  await answer.body?.cancel();
  return answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
}

async function end(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGTERM");
  } catch {
    // It has ended.
  }
  await process.status;
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
