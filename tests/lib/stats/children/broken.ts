/** A computing child for tests, some of whose methods never end or take all memory. */
import { serve } from "@/lib/process/serve.ts";
import type { CandidateHeader } from "@/lib/stats/child.ts";

serve({
  candidate({ header, buffers }) {
    const { method, plan, horizon }: CandidateHeader = header; // compute.ts sends nothing else
    switch (method) {
      case "theta":
        return hang();
      case "ets":
        return fillHeap();
      case "mstl_ets":
        return fillBuffers();
      case "arima":
        throw new RangeError("Maximum call stack size exceeded");
      default: {
        // All forecast the last value, this one too.
        const last = new Float64Array(buffers[0]).at(-1) ?? NaN;
        const lengths = [horizon, ...plan.origins.map(() => plan.horizon)];
        return {
          header: { detail: "last value", multiplied: null },
          buffers: lengths.flatMap((length) => [
            new Float64Array(length).fill(last),
            new Float64Array(length).fill(1),
          ]),
        };
      }
    }
  },
});

function hang(): never {
  while (true);
}

function fillHeap(): never {
  const kept: number[][] = [];
  while (true) kept.push(new Array(1_000_000).fill(kept.length));
}

function fillBuffers(): never {
  const kept: Float64Array[] = [];
  while (true) kept.push(new Float64Array(1_000_000).fill(kept.length));
}
