/**
 * Detects in series from outside, by the same code as a detect cell:
 *
 *     deno task bench:detect daily < SERIES.jsonl > FLAGS.jsonl
 *     deno task bench:detect nab FOLDER > FLAGS.jsonl
 *     deno task bench:detect times
 *
 * `daily` reads a series a line, `{id, start, values, holidays}`, plain or gzip, and writes
 * `{id, flags, scores}`. `nab` reads the CSV files of a folder, `timestamp,value`, plain or gzip, and writes
 * `{file, flags, scores}`. `times` measures, with peers in Python (`PYTHON`).
 *
 * @module
 */
import { relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Compute, createCompute } from "@/lib/stats/compute.ts";
import type { DetectParameters } from "@/lib/stats/detect/detect.ts";
import { measureTimes } from "./detect_times.ts";

/** What a detect cell has by itself. */
const THRESHOLD = 3;

/** Values of any grain: what went before three or four days of 5 minutes, and well beyond its ordinary. */
const NAB: DetectParameters = { method: "robust_z", window: 1000, threshold: 5.5 };

/** Nobody is told of the same again before so many values have passed. */
const QUIET = 100;

/** A series of `daily`; null is an absent day. */
interface DailySeries {
  readonly id: string;
  readonly start: string;
  readonly values: readonly (number | null)[];
  readonly holidays: readonly number[];
}

async function detectDaily(compute: Compute): Promise<void> {
  const lines = textOf(await bytesOf(Deno.stdin.readable)).split("\n").filter((line) =>
    line !== ""
  );
  await Promise.all(lines.map(async (line) => {
    const { id, start, values, holidays }: DailySeries = JSON.parse(line);
    const found = await compute.detect(Float64Array.from(values, (value) => value ?? NaN), {
      method: "seasonal",
      sides: "past",
      threshold: THRESHOLD,
      calendar: { grain: "day", start },
      muted: holidays,
    });
    const flags = [...found.flagged.keys()].filter((i) => found.flagged[i] === 1);
    console.log(JSON.stringify({ id, flags, scores: [...found.score] }));
  }));
}

async function detectNab(compute: Compute, folder: string): Promise<void> {
  for await (const path of filesIn(folder)) {
    const rows = textOf(await Deno.readFile(path)).trim().split("\n").slice(1);
    const values = Float64Array.from(rows, (row) => Number(row.split(",")[1]));
    const found = await compute.detect(values, NAB);
    const file = relative(folder, path).replace(/\.gz$/, "");
    const flags = found.flagged.reduce<number[]>(
      (told, flag, i) => flag === 1 && i - (told.at(-1) ?? -Infinity) > QUIET ? [...told, i] : told,
      [],
    );
    console.log(JSON.stringify({ file, flags, scores: [...found.score] }));
  }
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesIn(path);
    else if (/\.csv(\.gz)?$/.test(name)) yield path;
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  return await new Response(stream).bytes();
}

/** The text of a file that may be packed. */
function textOf(bytes: Uint8Array): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isPacked ? gunzipSync(bytes) : bytes);
}

if (import.meta.main) {
  const [what, folder] = Deno.args;
  await using compute = createCompute({ size: navigator.hardwareConcurrency });
  if (what === "daily") await detectDaily(compute);
  else if (what === "nab" && folder !== undefined) await detectNab(compute, folder);
  else if (what === "times") await measureTimes();
  else {
    console.error("Cannot tell what to measure: name daily, nab FOLDER or times");
    Deno.exitCode = 1;
  }
}
