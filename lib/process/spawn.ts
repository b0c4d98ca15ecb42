/**
 * Runs the Deno binary as a child with given rights, and gives its pipes as frames.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { childEnvironment } from "@/lib/config.ts";
import { type RawFrame, readFrames, writeFrame } from "./frame.ts";
import type { Rights } from "./rights.ts";

/** What a child starts with. */
export interface ChildOptions {
  /** Nothing may be read, written or listened at unless named here. */
  readonly rights?: Rights;
  /** A child that holds more ends: at once where it is the heap of JavaScript, soon where it is buffers. */
  readonly memoryMegabytes?: number;
  /** Further settings of V8, such as `--no-wasm-inlining`; one that it does not know ends the child. */
  readonly v8Flags?: readonly string[];
  /** Gets what the child prints, as it comes. */
  readonly printed?: (text: string) => void;
}

/** How a process ended, and the last of what it printed. */
export interface Ending {
  readonly code: number;
  readonly signal: string | null;
  readonly printed: string;
}

/** A process that runs, seen as the frames it takes and gives. */
export interface Spawned {
  write(frame: RawFrame): Promise<void>;
  kill(): void;
  /** Resolves when the process is gone and its last frame was handed over. */
  readonly ended: Promise<Ending>;
}

const PROJECT = new URL("../../", import.meta.url);
const CONFIG = new URL("deno.json", PROJECT);
const PUMP = new URL("pump.ts", import.meta.url);

/** How much of what a child printed is kept, to say why it ended. */
const PRINTED_CHARACTERS = 8192;

/** Starts the entry in a process of its own; `receive` gets each frame of it, in order. */
export function spawnEntry(
  entry: URL,
  options: ChildOptions,
  receive: (frame: RawFrame) => void,
): Spawned {
  const process = commandFor(PUMP, entry, options).spawn();
  const stdin = process.stdin.getWriter();
  const kill = () => {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };

  async function readAll() {
    const stdout = process.stdout.getReader({ mode: "byob" });
    const read = async (view: Uint8Array<ArrayBuffer>) => {
      const { value, done } = await stdout.read(view);
      return done ? null : value;
    };
    try {
      for await (const frame of readFrames(read)) receive(frame);
    } catch {
      kill(); // What printed past the frames cannot be understood any more.
    } finally {
      await stdout.cancel();
    }
  }

  async function live(): Promise<Ending> {
    const [{ code, signal }, printed] = await Promise.all([
      process.status,
      lastOf(process.stderr, options.printed),
      readAll(),
    ]);
    await stdin.abort().catch(() => {});
    return { code, signal, printed };
  }

  return {
    write: (frame) => writeFrame((bytes) => stdin.write(bytes), frame),
    kill,
    ended: live(),
  };
}

/**
 * The command that runs `main` with these rights: it finds the entry, the rights as JSON and the
 * megabytes that it may hold among its arguments, may read the project besides, and must give that
 * up once its worker has loaded.
 */
export function commandFor(main: URL, entry: URL, options: ChildOptions): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: argumentsFor(main, entry, options),
    clearEnv: true,
    env: childEnvironment(),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Fetches what the entry imports into Deno's cache, with the rights of this process. */
export async function fetchPackages(entry: URL): Promise<void> {
  await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--config", fileURLToPath(CONFIG), entry.href],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
}

function argumentsFor(
  main: URL,
  entry: URL,
  { rights = {}, memoryMegabytes, v8Flags = [] }: ChildOptions,
): string[] {
  const { read = [], write = [], net = [] } = rights;
  const heap = memoryMegabytes === undefined ? [] : [`--max-old-space-size=${memoryMegabytes}`];
  const flags = [...heap, ...v8Flags];
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--cached-only",
    "--unstable-worker-options",
    // A request's signal then tells that its client left, and not that it was answered.
    "--unstable-no-legacy-abort",
    ...(flags.length === 0 ? [] : [`--v8-flags=${flags.join(",")}`]),
    `--config=${fileURLToPath(CONFIG)}`,
    `--allow-read=${listOf([fileURLToPath(PROJECT), ...read])}`,
    ...(write.length === 0 ? [] : [`--allow-write=${listOf(write)}`]),
    ...(net.length === 0 ? [] : [`--allow-net=${listOf(net)}`]),
    main.href,
    entry.href,
    JSON.stringify({ read, write, net }),
    ...(memoryMegabytes === undefined ? [] : [String(memoryMegabytes)]),
  ];
}

/** A comma in a path is written twice: one alone begins the next path. */
function listOf(paths: readonly string[]): string {
  return paths.map((path) => path.replaceAll(",", ",,")).join(",");
}

/** Returns the end of what a stream prints, and hands it on as it comes. */
export async function lastOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  handOn: (text: string) => void = () => {},
): Promise<string> {
  let printed = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    handOn(text);
    printed = (printed + text).slice(-PRINTED_CHARACTERS);
  }
  return printed.trim();
}
