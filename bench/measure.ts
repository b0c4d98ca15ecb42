/**
 * Runs a program as a whole process and measures it, alone or in turn with others.
 *
 * Memory is the proportional set size of the process with all its descendants, sampled from
 * /proc: pages that several processes share are counted once. So it is known on Linux alone, and
 * with all rights, since Deno guards /proc.
 *
 * @module
 */

/** A program to run, and what must hold before it does. */
export interface Program {
  readonly name: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Done before each run, outside what is measured. */
  readonly prepare?: () => Promise<void>;
}

/** What one run took. */
export interface Taken {
  readonly milliseconds: number;
  /** `null` unless memory was asked for. */
  readonly peakBytes: number | null;
  readonly printed: string;
}

/** Walking the pages of a process takes a millisecond: more often would slow it down. */
const SAMPLE_MILLISECONDS = 25;

/** Runs a program to its end. @throws Error when it fails */
export async function measure(
  { name, words, environment = {}, prepare }: Program,
  { memory }: { readonly memory: boolean },
): Promise<Taken> {
  await prepare?.();
  const [program, ...args] = words;
  const start = performance.now();
  const child = new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", DATABASE_URL: "", ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const watch = memory ? watchMemory(child.pid) : null;
  const { code, stdout, stderr } = await child.output();
  const milliseconds = performance.now() - start;
  const peakBytes = watch === null ? null : watch.stop();
  const printed = new TextDecoder().decode(stdout);
  if (code !== 0) throw new Error(`${name}: ${printed}${new TextDecoder().decode(stderr)}`);
  return { milliseconds, peakBytes, printed };
}

/** Runs programs in turn (A B A B …), so that what else the machine does meets all alike. */
export async function inTurn(
  programs: readonly Program[],
  times: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const taken = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
  for (let turn = 0; turn < times; turn++) {
    for (const program of programs) {
      const { milliseconds } = await measure(program, { memory: false });
      taken.get(program.name)?.push(milliseconds);
    }
  }
  return taken;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Tells the middle, the 95th of a hundred, and the most, in milliseconds. */
export function quantiles(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return `p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, most ${at(1).toFixed(1)} ms`;
}

/** The memory of a process with all its descendants, now. */
export function memoryOf(process: number): number {
  return treeOf(process).reduce((sum, each) => sum + sizeOf(each), 0);
}

function watchMemory(process: number): { stop(): number } {
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, memoryOf(process));
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** A process and all that hang on it. */
export function treeOf(process: number): number[] {
  const found = [process];
  for (const each of found) {
    try {
      for (const { name: thread } of Deno.readDirSync(`/proc/${each}/task`)) {
        const children = Deno.readTextFileSync(`/proc/${each}/task/${thread}/children`);
        found.push(...children.split(" ").filter(Boolean).map(Number));
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

function sizeOf(process: number): number {
  try {
    const text = Deno.readTextFileSync(`/proc/${process}/smaps_rollup`);
    return 1024 * Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
