/** A child for tests: it answers in every way a child can. */
import { AppError } from "@/lib/errors.ts";
import { serve } from "@/lib/process/serve.ts";

console.log("printed while loading");

let calls = 0;

serve({
  count: () => ({ header: ++calls }),

  echo: (request) => ({ header: request.header, buffers: request.buffers }),

  print: () => {
    console.log("printed");
    return {};
  },

  refuse: () => {
    throw new AppError("BAD_FILE", "Cannot read it as it must be a test", {
      problems: [{
        severity: "error",
        code: "BAD_FILE",
        message: "first",
        place: { line: 3 },
        remedy: null,
      }],
    });
  },

  fail: () => {
    throw new TypeError("a bug");
  },

  spin: () => {
    while (true);
  },

  stream: async (_request, { stream }) => {
    let count = 0;
    for await (const frame of stream) {
      count++;
      await stream.send(frame);
    }
    return { header: count };
  },
});
