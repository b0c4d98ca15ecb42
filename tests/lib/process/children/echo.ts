/** A child for tests: it answers in every way a child can. */
import { AppError } from "@/lib/errors.ts";
import { serve } from "@/lib/process/serve.ts";

console.log("printed while loading");

let calls = 0;
let flooded = 0;
const released = Promise.withResolvers<void>();

serve({
  count: () => ({ header: ++calls }),

  echo: (request) => request,

  pid: () => ({ header: Deno.pid }),

  import_late: async () => {
    const { LATE } = await import("./lazy.ts");
    const { mean } = await import("simple-statistics");
    return { header: [LATE, mean([1, 3])] };
  },

  print: () => {
    console.log("printed with log");
    console.table([{ printed: "with table" }]);
    process.stdout.write("printed through Node");
    return {};
  },

  refuse: () => {
    throw new AppError("BAD_FILE", "Cannot read a file as it must be a test", {
      problems: [{
        severity: "error",
        code: "BAD_FILE",
        message: "Wrong",
        place: { file: "orders.csv", line: 3 },
        remedy: null,
      }],
    });
  },

  fail: () => {
    throw new TypeError("a bug");
  },

  fail_later: () => {
    Promise.reject(new TypeError("a bug that nobody waits for"));
    return new Promise(() => {});
  },

  exit: () => Deno.exit(3),

  exit_through_node: () => process.exit(3),

  fill_buffers: async () => {
    const kept: Float64Array[] = [];
    while (true) {
      kept.push(new Float64Array(1_000_000).fill(kept.length));
      await Promise.resolve();
    }
  },

  fill_memory: () => {
    const kept: number[][] = [];
    while (true) kept.push(new Array(1_000_000).fill(kept.length));
  },

  /** Says that it runs, and never again lets its thread go. */
  spin: async (_request, { stream }) => {
    await stream.send({ header: Deno.pid });
    while (true);
  },

  /** Sends back each frame, and returns how many there were. */
  stream: async (_request, { stream }) => {
    let count = 0;
    for await (const frame of stream) {
      count++;
      await stream.send(frame);
    }
    return { header: count };
  },

  /** Reads nothing until `release` is called, then returns how many frames there were. */
  hold: async (_request, { stream }) => {
    await released.promise;
    let count = 0;
    for await (const _frame of stream) count++;
    return { header: count };
  },

  release: () => {
    released.resolve();
    return {};
  },

  /** Sends so many frames of a megabyte. */
  flood: async ({ header }, { stream }) => {
    for (flooded = 0; flooded < header; flooded++) {
      await stream.send({ header: flooded, buffers: [new ArrayBuffer(2 ** 20)] });
    }
    return { header: "all sent" };
  },

  flooded: () => ({ header: flooded }),

  return_early: () => ({ header: "returned" }),

  /** Ends well only when the parent stops listening. */
  until_stopped: async (_request, { stream, signal }) => {
    await stream.send({ header: "running" });
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    calls = 100;
    return {};
  },
});
