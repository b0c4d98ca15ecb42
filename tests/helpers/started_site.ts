/**
 * A workspace that `deno task start` has opened, on a data directory of its own.
 *
 * @module
 */
import { type CommandOptions, type Folder, makeFolder, startTask } from "./command.ts";
import { linesWithSecrets } from "./told_secrets.ts";

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
  /** What was printed to standard error so far, line by line: the log. */
  readonly logged: readonly string[];
  /** Waits for a line of the log. */
  untilLogged(wanted: (line: string) => boolean): Promise<string>;
  /** The cookie of the owner's session, once something was fetched with it. */
  cookie(): string | null;
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
  // What comes due by the clock would run in the middle of a test.
  const usual = { DATA_DIR: `${folder.path}/data`, SCHEDULES: "off" };
  const environment = { ...usual, ...options.environment };
  const process = startTask(task, words, { ...options, environment });
  const log = keepLines(process.stderr);
  const lines = linesOf(process.stdout);
  const found = { origin: "", link: "" };
  while (found.link === "") {
    const { value, done } = await lines.next();
    if (done) {
      await log.ended;
      throw new Error(`It ended before it was open: ${log.logged.join("\n")}`);
    }
    found.origin = /open at (\S+)/.exec(value)?.[1] ?? found.origin;
    found.link = /(http\S+token=\S+)/.exec(value)?.[1] ?? found.link;
  }
  let cookie: string | null = null;
  return {
    process,
    folder,
    ...found,
    lines,
    logged: log.logged,
    untilLogged: log.until,
    cookie: () => cookie,
    async fetch(path, init) {
      cookie ??= await signIn(found.link);
      const headers = new Headers(init?.headers);
      headers.set("Cookie", cookie);
      return await fetch(new URL(path, found.origin), { redirect: "manual", ...init, headers });
    },
    async [Symbol.asyncDispose]() {
      await end(process);
      await lines.return(undefined);
      await log.ended;
      await folder[Symbol.asyncDispose]();
      const values = [new URL(found.link).searchParams.get("token") ?? "", cookie ?? ""];
      const told = linesWithSecrets(log.logged, { environment, values });
      if (told.length > 0) throw new Error(`A site has logged secrets:\n${told.join("\n")}`);
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

/** Keeps the lines of a stream, and tells of each who waits for it. */
function keepLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const logged: string[] = [];
  const waiting = new Set<(line: string) => void>();
  const read = async () => {
    for await (const line of linesOf(stream)) {
      logged.push(line);
      for (const hear of waiting) hear(line);
    }
  };
  const until = (wanted: (line: string) => boolean) =>
    new Promise<string>((resolve) => {
      const known = logged.find(wanted);
      if (known !== undefined) return resolve(known);
      const hear = (line: string) => {
        if (!wanted(line)) return;
        waiting.delete(hear);
        resolve(line);
      };
      waiting.add(hear);
    });
  return { logged, until, ended: read() };
}
