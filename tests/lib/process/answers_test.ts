import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { Answers } from "@/lib/process/answers.ts";
import type { Envelope } from "@/lib/process/channel.ts";

Deno.test("stop() aborts whatever still answers", async () => {
  const aborted: string[] = [];
  const ends = Promise.withResolvers<void>();
  const answers = new Answers({
    async read(_request, { stream, signal }) {
      signal.addEventListener("abort", () => aborted.push("read"));
      await assertRejects(Array.fromAsync(stream), { code: "CANCELLED" });
      ends.resolve();
      return {};
    },
    wait: (_request, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          aborted.push("wait");
          resolve({});
        })
      ),
  }, () => {});
  for (const [channel, method] of [[1, "read"], [2, "wait"]] as const) {
    answers.receive({ type: "open", channel, method, header: null }, []);
  }
  answers.stop();
  await ends.promise;
  assertEquals(aborted, ["read", "wait"]);
});

Deno.test("receive() takes no notice of what belongs to no conversation", () => {
  const posted: Envelope[] = [];
  const answers = new Answers({}, (envelope) => posted.push(envelope));
  const strays: Envelope[] = [
    { type: "ready" },
    { type: "frame", channel: 9, header: 1 },
    { type: "end", channel: 9 },
    { type: "stop", channel: 9 },
    { type: "credit", channel: 9, bytes: 1 },
    { type: "result", channel: 9, header: null },
  ];
  for (const stray of strays) answers.receive(stray, []);
  assertIs(posted.length, 0);
});
