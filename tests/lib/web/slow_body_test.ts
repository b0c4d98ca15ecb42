import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { withPatience } from "@/lib/web/slow_body.ts";

/** A body of so many pieces of a size; a clock moves on before each of them. */
function pieces(
  { count, bytes, milliseconds }: {
    readonly count: number;
    readonly bytes: number;
    readonly milliseconds: number;
  },
) {
  let at = 0;
  let left = count;
  let cancelled: unknown = null;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (left-- === 0) return controller.close();
      at += milliseconds;
      controller.enqueue(new Uint8Array(bytes));
    },
    cancel: (reason) => void (cancelled = reason),
  }, { highWaterMark: 0 });
  let heard = 0;
  const patient = withPatience(body, { heard: () => heard++, now: () => at });
  return {
    read: async () => (await new Response(patient).bytes()).length,
    heard: () => heard,
    cancelled: () => cancelled,
  };
}

Deno.test("withPatience() takes what comes at 500 bytes a second, for as long as it likes", async () => {
  // An hour of 500 bytes each second.
  const slow = pieces({ count: 3600, bytes: 500, milliseconds: 1000 });
  equal(await slow.read(), 1_800_000);
  // Each piece, and the end.
  equal(slow.heard(), 3601);
});

Deno.test("withPatience() gives up what trickles", async () => {
  // Each second costs 1000 ms and its byte gives 2 back: 30 s are over with the 31st.
  const trickle = pieces({ count: 1000, bytes: 1, milliseconds: 1000 });
  await rejects(trickle.read(), {
    code: "TOO_SLOW",
    message: "Cannot wait any longer for what is sent as it must come at 500 bytes a second",
  });
  equal(trickle.heard(), 30);
  deepStrictEqual((trickle.cancelled() as { readonly code: string }).code, "TOO_SLOW");
});

Deno.test("withPatience() saves no more than half a minute up", async () => {
  let at = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      // A megabyte at once, and then silence.
      if (at > 0) at += 30_001;
      controller.enqueue(new Uint8Array(1 << 20));
      at += 1;
    },
  }, { highWaterMark: 0 });
  const patient = withPatience(body, { heard() {}, now: () => at });
  await rejects(new Response(patient).bytes(), { code: "TOO_SLOW" });
});

Deno.test("withPatience() does not wait for who says nothing, nor takes one that left for a bug", async () => {
  const silent = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: () => new Promise(() => {}) });
  const patient = withPatience(silent, { heard() {}, patienceMilliseconds: 1 });
  await rejects(new Response(patient).bytes(), { code: "TOO_SLOW" });
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: () => Promise.reject(new Error("The client left")),
  });
  await rejects(new Response(withPatience(broken, { heard() {} })).bytes(), {
    code: "CANCELLED",
    message: "Cannot read what is sent to its end as whoever sends it must stay: they left",
  });
});
