/**
 * Measures the main job beside its peer, whole processes in turn, and prints what docs/benchmarks.md
 * holds:
 *
 *     deno task bench [whole] [parts] [again] [memory] [growth] [--times 5]
 *
 * Python with pandas, scikit-learn and statsmodels is needed (PYTHON names it), and a Postgres server
 * that may be written to for what is measured on one (BENCH_DATABASE_URL). Linux only, for memory.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { inTurn, measure, median, type Program } from "./measure.ts";
import {
  FOLDER,
  makeEvents,
  NOTEBOOKS,
  ours,
  partsOf,
  peer,
  type Place,
  SERVER,
} from "./programs.ts";

const { values, positionals } = parseArgs({
  options: { times: { type: "string", default: "5" } },
  allowPositionals: true,
});
const times = Number(values.times);
const places: readonly Place[] = SERVER === null ? ["embedded"] : ["embedded", "server"];

const MEASURES: Readonly<Record<string, () => Promise<void>>> = {
  whole: measureWhole,
  parts: measureParts,
  again: measureAgain,
  memory: measureMemory,
  growth: measureGrowth,
};

if (SERVER === null) console.log("Left out as BENCH_DATABASE_URL is not set: all on a server");
for (const name of positionals.length === 0 ? Object.keys(MEASURES) : positionals) {
  const measureOne = MEASURES[name];
  if (measureOne === undefined) throw new Error(`Cannot measure "${name}"`);
  console.log(`\n## ${name}`);
  await measureOne();
}

/** events.md from file to forecast. */
async function measureWhole(): Promise<void> {
  for (const rows of [100_000, 1_000_000]) {
    const file = await makeEvents(rows);
    const taken = await inTurn(
      [...places.map((place) => ours({ place, file })), peer(file)],
      times,
    );
    tell(rows, taken, median(taken.get("pandas") ?? []));
  }
}

/** Load, clean and kpi as a whole process of ours against these parts of the peer, imports apart. */
async function measureParts(): Promise<void> {
  const file = await makeEvents(1_000_000);
  const taken = new Map<string, number[]>();
  const add = (name: string, milliseconds: number) =>
    taken.set(name, [...taken.get(name) ?? [], milliseconds]);
  for (let turn = 0; turn < times; turn++) {
    for (const place of places) {
      const program = ours({ place, file, notebook: NOTEBOOKS.short });
      add(place, (await measure(program, { memory: false })).milliseconds);
    }
    const parts = partsOf((await measure(peer(file), { memory: false })).printed);
    const sum = ["load", "clean", "kpi"].reduce((all, name) => all + (parts.get(name) ?? 0), 0);
    add("pandas, without imports", 1000 * sum);
    add("pandas, with imports", 1000 * (sum + (parts.get("import") ?? 0)));
  }
  tell(1_000_000, taken, median(taken.get("pandas, without imports") ?? []));
}

/** The same again, and with another threshold: what ran is printed by the program. */
async function measureAgain(): Promise<void> {
  const file = await makeEvents(1_000_000);
  const text = await Deno.readTextFile(NOTEBOOKS.whole);
  for (const place of places) {
    await measure(ours({ place, file, cache: true }), { memory: false });
    const again = await inTurn([ours({ place, file, cache: true })], times);
    tell("nothing changed", again, null);
    const changed: Program[] = [];
    for (let turn = 0; turn < times; turn++) {
      const notebook = `${FOLDER}/changed_${turn}.md`;
      const threshold = (3 + Math.random()).toFixed(6);
      await Deno.writeTextFile(
        notebook,
        text.replace("threshold: 3", `threshold: ${threshold}`),
      );
      changed.push(ours({ place, file, notebook, cache: true }));
    }
    const runs = [];
    for (const program of changed) runs.push(await measure(program, { memory: false }));
    tell("threshold changed", new Map([[place, runs.map((one) => one.milliseconds)]]), null);
    const computed = runs[0].printed.split("\n").filter((line) => line.includes("computed"));
    console.log(computed.map((line) => line.trim().split(/\s+/).slice(1, 3).join(" ")).join(", "));
  }
}

/** Peak memory of all processes of a program; a server's own are not among ours. */
async function measureMemory(): Promise<void> {
  const sizes = SERVER === null ? [1_000_000] : [1_000_000, 10_000_000];
  for (const rows of sizes) {
    const file = await makeEvents(rows);
    const programs = rows === 1_000_000
      ? [...places.map((place) => ours({ place, file })), peer(file)]
      : [ours({ place: "server", file })];
    for (const program of programs) {
      const { peakBytes } = await measure(program, { memory: true });
      const megabytes = Math.round((peakBytes ?? 0) / 1e6);
      console.log(`${rows.toLocaleString("en")} rows, ${program.name}: ${megabytes} MB`);
    }
  }
}

/** Each ten times more rows, in turn. */
async function measureGrowth(): Promise<void> {
  if (SERVER === null) return;
  const sizes = [100_000, 1_000_000, 10_000_000];
  const programs: Program[] = [];
  for (const rows of sizes) {
    const file = await makeEvents(rows);
    programs.push({ ...ours({ place: "server", file }), name: rows.toLocaleString("en") });
  }
  const taken = await inTurn(programs, Math.min(times, 3));
  tell("growth", taken, null);
}

function tell(
  what: number | string,
  taken: ReadonlyMap<string, readonly number[]>,
  base: number | null,
): void {
  const title = typeof what === "number" ? `${what.toLocaleString("en")} rows` : what;
  for (const [name, milliseconds] of taken) {
    const middle = median(milliseconds);
    const share = base === null ? "" : `, ${(middle / base).toFixed(2)} of the peer`;
    const all = milliseconds.map((one) => (one / 1000).toFixed(2)).join(" ");
    console.log(`${title}, ${name}: ${(middle / 1000).toFixed(2)} s${share} (${all})`);
  }
}
