/**
 * The programs that are measured: `run-pipeline` as its task runs it, and the peer in pandas.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Program } from "./measure.ts";

const PROJECT = new URL("../", import.meta.url);
const PYTHON = Deno.env.get("PYTHON") ?? "python3";

/** Files that are made once, and results that nobody reads. */
export const FOLDER = `${Deno.env.get("TMPDIR") ?? "/tmp"}/daybook-bench`;

/** Where ours keeps its rows. */
export type Place = "embedded" | "server";

/** The server to measure on; without it what needs one is left out. */
export const SERVER = Deno.env.get("BENCH_DATABASE_URL") ?? null;

/** The events notebook, and its load, clean and kpi alone. */
export const NOTEBOOKS = { whole: `${FOLDER}/events.md`, short: `${FOLDER}/short.md` } as const;

/** What a run of ours is measured on. */
export interface OurOptions {
  readonly place: Place;
  readonly file: string;
  readonly notebook?: string;
  /** Takes what is there from the catalogue, as a second run does. */
  readonly cache?: boolean;
}

/** `run-pipeline` on a file, with the flags that deno.json gives it. */
export function ours({ place, file, notebook = NOTEBOOKS.whole, cache = false }: OurOptions) {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", PROJECT)));
  const flags = String(tasks["run-pipeline"])
    .replace(/"\$\(deno eval [^"]*\)"/, () => Deno.execPath())
    .split(" ").slice(1, -1);
  const entry = fileURLToPath(new URL("lib/cli/run_pipeline.ts", PROJECT));
  return {
    name: place,
    words: [
      Deno.execPath(),
      ...flags,
      entry,
      notebook,
      ...["--input", `events=${file}`],
      ...(cache ? [] : ["--no-cache"]),
    ],
    environment: {
      DATA_DIR: `${FOLDER}/data`,
      ...(place === "server" ? { DATABASE_URL: SERVER ?? "" } : {}),
    },
  } satisfies Program;
}

/** The peer on a file; it prints the seconds of each of its parts. */
export function peer(file: string): Program {
  return {
    name: "pandas",
    words: [PYTHON, pathOf("peers/peer_pandas.py"), file, `${FOLDER}/peer`],
    environment: { OPENBLAS_NUM_THREADS: "1" },
  };
}

/** Seconds of the peer's own parts by name. */
export function partsOf(printed: string): ReadonlyMap<string, number> {
  return new Map(
    [...printed.matchAll(/^(\w+) ([\d.]+)/gm)].map(([, name, seconds]) => [name, Number(seconds)]),
  );
}

/** Makes the notebooks, and a file of so many events where it is not there yet. */
export async function makeEvents(rows: number): Promise<string> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const text = await Deno.readTextFile(new URL("notebooks/events.md", PROJECT));
  await Deno.writeTextFile(NOTEBOOKS.whole, text);
  await Deno.writeTextFile(NOTEBOOKS.short, text.slice(0, text.indexOf("```detect")));
  const path = `${FOLDER}/events_${rows}.csv`;
  const isThere = await Deno.stat(path).then(() => true, () => false);
  if (!isThere) await run([PYTHON, pathOf("peers/make_events.py"), String(rows), path]);
  return path;
}

async function run([program, ...args]: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args, stdout: "null" }).output();
  if (!success) throw new Error(`Cannot run "${program} ${args.join(" ")}"`);
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
