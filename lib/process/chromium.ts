/**
 * Prints HTML to PDF with a Chromium that reaches no network, and is killed when it takes too
 * long. That no script runs in it is up to the file's own policy: the browser prints by a script.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { childEnvironment } from "@/lib/config.ts";
import { AppError } from "@/lib/errors.ts";
import { lastOf } from "./spawn.ts";

/** What printing needs. */
export interface PrintOptions {
  /** The path of a Chromium or Chrome. */
  readonly program: string;
  /** A folder of files that last as long as the print; made where it is missing. */
  readonly folder: string;
  /** Kills the program when it aborts. */
  readonly signal: AbortSignal;
}

const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-extensions",
  "--disable-quic",
  "--disable-sync",
  // No name resolves, and no address can be reached: a proxy stands before all, and nobody listens.
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-server=127.0.0.1:9",
  "--proxy-bypass-list=<-loopback>",
  "--no-pdf-header-footer",
];

/** Where systems have what a start script of Chromium calls. */
const PATH = "/usr/local/bin:/usr/bin:/bin";

/**
 * Returns the PDF of one HTML file.
 *
 * @throws AppError TIME_LIMIT when the signal aborted, BAD_SETTING where the program cannot be
 * started, PROCESS_ENDED where it ended without a PDF
 */
export async function printPdf(
  html: string,
  { program, folder, signal }: PrintOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const place = join(folder, `print-${crypto.randomUUID()}`);
  await Deno.mkdir(place, { recursive: true, mode: 0o700 });
  try {
    const page = join(place, "page.html");
    const pdf = join(place, "page.pdf");
    await Deno.writeTextFile(page, html);
    const args = [
      ...FLAGS,
      `--user-data-dir=${join(place, "profile")}`,
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ];
    const said = await run(program, { args, place, signal });
    // Its sandbox needs rights that containers often lack. It shows a page of ours without scripts.
    const bare = said.includes("--no-sandbox")
      ? await run(program, { args: ["--no-sandbox", ...args], place, signal })
      : said;
    return await readPdf(pdf, bare);
  } finally {
    await removeSoon(place);
  }
}

interface RunOptions {
  readonly args: readonly string[];
  readonly place: string;
  readonly signal: AbortSignal;
}

/** Runs the program to its end, and returns the last of what it said. */
async function run(program: string, { args, place, signal }: RunOptions): Promise<string> {
  if (signal.aborted) throw tookTooLong();
  const process = start(program, { args, place });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => {
    kill(process);
    // Nobody waits for what its own children may still write.
    reject(tookTooLong());
  };
  signal.addEventListener("abort", stop);
  try {
    const ended = Promise.all([lastOf(process.stderr), process.status]);
    const [said] = await Promise.race([ended, aborted]);
    return said;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function start(
  program: string,
  { args, place }: Pick<RunOptions, "args" | "place">,
): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: [...args],
      clearEnv: true,
      env: { ...childEnvironment(), PATH, HOME: place },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    throw new AppError(
      "BAD_SETTING",
      `Cannot print as CHROMIUM must be a program that may be run: current value is "${program}"`,
      { cause: error },
    );
  }
}

async function readPdf(path: string, said: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const message = "Cannot print as the browser ended without a file";
    throw new AppError("PROCESS_ENDED", message, { cause: new Error(said) });
  }
}

function tookTooLong(): AppError {
  return new AppError("TIME_LIMIT", "Cannot print as it took too long: try again later");
}

/** Processes of a browser that was killed may write for a moment longer. */
async function removeSoon(place: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await Deno.remove(place, { recursive: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
    }
  }
}
