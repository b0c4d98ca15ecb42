/**
 * Reads a CSV file of 200 MB to typed batches, beside `pandas.read_csv` with its defaults, in turn.
 * Both read in a process of their own, whose start and imports are not counted; pandas tells no
 * exact repeats, no evidence for types and no rejected values, ours does.
 *
 *     deno run -A bench/read_csv.ts [TIMES]
 *
 * @module
 */
import { readBatches } from "@/lib/read/read_batches.ts";
import { measure, median } from "./measure.ts";
import { makeEvents, partsOf, peer } from "./programs.ts";
import { fileURLToPath } from "node:url";

/** Rows of events that make 206 MB. */
const ROWS = 3_500_000;
const CHUNK_BYTES = 1 << 20;

const [first = "5", ...rest] = Deno.args;
if (first === "read") await readOnce(rest[0]);
else await readInTurn(Number(first));

async function readInTurn(times: number): Promise<void> {
  const file = await makeEvents(ROWS);
  const [python] = peer(file).words;
  const programs = [
    {
      name: "ours",
      words: [Deno.execPath(), "run", "-A", import.meta.filename ?? "", "read", file],
    },
    {
      name: "pandas",
      words: [python, fileURLToPath(new URL("peers/read_csv.py", import.meta.url)), file],
    },
  ];
  const seconds = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
  for (let turn = 0; turn < times; turn++) {
    for (const program of programs) {
      const { printed } = await measure(program, { memory: false });
      seconds.get(program.name)?.push(partsOf(printed).get("read") ?? NaN);
    }
  }
  const megabytes = (await Deno.stat(file)).size / 1e6;
  for (const [name, all] of seconds) {
    const middle = median(all);
    console.log(
      `${name}: ${middle.toFixed(2)} s, ${Math.round(megabytes / middle)} MB/s (${all.join(" ")})`,
    );
  }
  const [ours, pandas] = [...seconds.values()].map(median);
  console.log(`${(pandas / ours).toFixed(2)} times as fast`);
}

async function readOnce(path: string): Promise<void> {
  const start = performance.now();
  let rows = 0;
  for await (const event of readBatches(() => chunksOf(path), { name: path })) {
    if (event.type === "table") rows = 0;
    if (event.type === "batch") rows += event.batch.rows;
  }
  console.log(`read ${((performance.now() - start) / 1000).toFixed(3)} rows ${rows}`);
}

/** Reads a piece while the one before it is taken in. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  const readPiece = async () => {
    const piece = new Uint8Array(CHUNK_BYTES);
    const length = await file.read(piece);
    return length === null ? null : piece.subarray(0, length);
  };
  let ahead = readPiece();
  try {
    for (let piece = await ahead; piece !== null; piece = await ahead) {
      ahead = readPiece();
      yield piece;
    }
  } finally {
    await ahead;
  }
}
