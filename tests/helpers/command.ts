/**
 * Runs a task of deno.json as a process, with the rights that the task gives it.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = new URL("../../", import.meta.url);

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** In place of the project's folder. */
  readonly folder?: string;
  /** A copy of the project, whose task it is instead. */
  readonly project?: string;
  /** No file that it writes may be larger, as on a disk that is full. */
  readonly mostFileBytes?: number;
}

/** Runs a task to its end. */
export async function runTask(
  task: string,
  words: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await commandOf(task, words, options).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), errors: decoder.decode(stderr) };
}

/** Starts a task; its standard output and errors are piped. */
export function startTask(
  task: string,
  words: readonly string[],
  options: CommandOptions = {},
): Deno.ChildProcess {
  return commandOf(task, words, options).spawn();
}

function commandOf(
  task: string,
  words: readonly string[],
  { environment = {}, project = fileURLToPath(PROJECT), folder = project, mostFileBytes }:
    CommandOptions,
): Deno.Command {
  const config = join(project, "deno.json");
  const { tasks } = JSON.parse(Deno.readTextFileSync(config));
  const mayRun = [Deno.execPath(), environment.CHROMIUM ?? ""].filter(Boolean).join();
  const [, ...parts] = String(tasks[task])
    .replace(/"\$\(deno eval [^"]*\)"/, () => mayRun)
    .split(" ");
  const script = parts.pop() ?? "";
  const command = [Deno.execPath(), ...parts, join(project, script), ...words];
  // Blocks of a shell have 512 bytes; without the trap the process would be killed at the limit.
  const limited = mostFileBytes === undefined ? command : [
    ...["sh", "-c", `trap '' XFSZ; ulimit -f ${Math.ceil(mostFileBytes / 512)}; exec "$@"`, "sh"],
    ...command,
  ];
  return new Deno.Command(limited[0], {
    args: limited.slice(1),
    cwd: folder,
    env: { NO_COLOR: "1", LOG_LEVEL: "error", DATABASE_URL: "", ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** A folder of a test's own, which goes away with all that is in it. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file into it and returns its path. */
  write(name: string, text: string): Promise<string>;
}

/** Makes an empty folder. */
export async function makeFolder(): Promise<Folder> {
  const path = await Deno.makeTempDir({ prefix: "daybook-test-" });
  return {
    path,
    async write(name, text) {
      const file = `${path}/${name}`;
      await Deno.writeTextFile(file, text);
      return file;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}
