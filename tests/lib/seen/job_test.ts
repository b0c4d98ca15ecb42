import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { about } from "@/lib/seen/about.ts";
import { doJob } from "@/lib/seen/job.ts";

/** Does a job, and returns what was told: events with what is not measured. */
async function told(work: () => Promise<Record<string, unknown>>, signal = AbortSignal.any([])) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  const log = createLog({ level: "debug", write, about });
  await doJob("tidy", work, { log, signal });
  return lines.map(({ time: _, milliseconds, error, ...line }) => ({
    ...line,
    ...milliseconds === undefined ? {} : { timed: typeof milliseconds === "number" },
    ...error === undefined ? {} : { error: (error as { message: string }).message },
  }));
}

const START = { level: "info", event: "job.start", job: "tidy" };

Deno.test("doJob() tells that a job began and how it ended", async () => {
  assertEquals(await told(() => Promise.resolve({ rows: 3, job: "other" })), [
    START,
    { level: "info", event: "job.completed", job: "tidy", rows: 3, timed: true },
  ]);
  assertEquals(await told(() => Promise.reject(new Error("it broke"))), [
    START,
    { level: "error", event: "job.error", job: "tidy", timed: true, error: "it broke" },
  ]);
});

Deno.test("doJob() does not take it for an error that it was stopped", async () => {
  assertEquals(await told(() => Promise.reject(new Error("stopped")), AbortSignal.abort()), [
    START,
    { level: "info", event: "job.cancelled", job: "tidy", timed: true },
  ]);
});
