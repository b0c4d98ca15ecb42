import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { Judges } from "@/lib/ingest/events/judges.ts";
import { eventsText, FILE_ASKED } from "./ingesting.ts";

/** A file whose bytes are at hand, or have to be opened. */
function fileOf(text: string, { isAtHand }: { readonly isAtHand: boolean }) {
  const bytes = new TextEncoder().encode(text);
  return {
    length: bytes.length,
    bytes: isAtHand ? bytes.slice() : null,
    open: () => isAtHand ? Promise.reject(new Error("Opened")) : ReadableStream.from([bytes]),
  };
}

Deno.test("Judges.judge() gives the same of bytes at hand and of a file that is opened", async () => {
  await using judges = new Judges();
  const how = { asked: FILE_ASKED, signal: new AbortController().signal };
  const text = eventsText(10);
  const judged = await Promise.all(
    [true, false].map((isAtHand) =>
      judges.judge(fileOf(text, { isAtHand }), how, (events) => Array.fromAsync(events))
    ),
  );
  assertEquals(judged[0], judged[1]);
  assertEquals(judged[0].map(({ type }) => type), ["piece", "told"]);
});

Deno.test("Judges.judge() judges small files while a large one is judged", async () => {
  await using judges = new Judges();
  const how = { asked: FILE_ASKED, signal: new AbortController().signal };
  const large = Promise.withResolvers<void>();
  const first = judges.judge(
    { ...fileOf(eventsText(1), { isAtHand: true }), length: 5_000_000 },
    how,
    async () => await large.promise,
  );
  const told = await judges.judge(
    fileOf(eventsText(2), { isAtHand: true }),
    how,
    async (events) => (await Array.fromAsync(events)).length,
  );
  assertEquals(told, 2);
  large.resolve();
  await first;
});
