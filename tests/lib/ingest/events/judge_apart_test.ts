import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import {
  type ApartEvent,
  JUDGE_ENTRY,
  judgeApart,
  judgeBytes,
} from "@/lib/ingest/events/judge_apart.ts";
import { PIECE_EVENTS } from "@/lib/ingest/events/piece_cutter.ts";
import { startChild } from "@/lib/process/child.ts";
import { bytesOf, eventsText, FILE_ASKED } from "./ingesting.ts";

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function open(text: string) {
  return () => ReadableStream.from(bytesOf(text));
}

Deno.test("judgeApart() gives the pieces of one file after the other, by one process", async () => {
  await using child = startChild(JUDGE_ENTRY);
  // The larger one is read twice.
  for (const count of [3, 5 * PIECE_EVENTS]) {
    const found: ApartEvent[] = await Array.fromAsync(
      judgeApart(child, open(eventsText(count)), { asked: FILE_ASKED }),
    );
    const events = found.map((one) => one.type === "piece" ? one.piece.events : one.told.events);
    const last = events.pop();
    assertEquals([events.reduce((sum, some) => sum + some, 0), last], [count, count]);
  }
});

Deno.test("judgeApart() hands on refusals, and a source that fails", async () => {
  await using child = startChild(JUDGE_ENTRY);
  const bad = judgeApart(child, open("time,value\nyesterday,1\n"), { asked: FILE_ASKED });
  await assertRejects(Array.fromAsync(bad), { code: "BAD_EVENTS" });
  await using other = startChild(JUDGE_ENTRY);
  const broken = () => Promise.reject(new Error("A test says so"));
  await assertRejects(Array.fromAsync(judgeApart(other, broken, { asked: FILE_ASKED })), {
    message: "A test says so",
  });
});

Deno.test("judgeApart() stops when it is cancelled", async () => {
  await using child = startChild(JUDGE_ENTRY);
  const stop = new AbortController();
  const endless = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("time,value\n"));
      },
      pull(controller) {
        controller.enqueue(new TextEncoder().encode("2026-01-05,1\n".repeat(10_000)));
        stop.abort();
      },
    });
  const judged = judgeApart(child, endless, { asked: FILE_ASKED, signal: stop.signal });
  await assertRejects(Array.fromAsync(judged), { code: "CANCELLED" });
});

Deno.test("judgeBytes() gives what judgeApart() gives, of several pieces and of a refusal", async () => {
  await using child = startChild(JUDGE_ENTRY);
  const tolerant = { ...FILE_ASKED, mode: "tolerant" } as const;
  const text = `${eventsText(2 * PIECE_EVENTS)}yesterday,1\n`;
  const apart: ApartEvent[] = await Array.fromAsync(
    judgeApart(child, open(text), { asked: tolerant }),
  );
  const atOnce = await Array.fromAsync(judgeBytes(child, utf8(text), { asked: tolerant }));
  assertEquals(atOnce, apart);
  assertEquals(atOnce.filter(({ type }) => type === "piece").length, 2);
  const bad = judgeBytes(child, utf8("time,value\nyesterday,1\n"), { asked: FILE_ASKED });
  await assertRejects(Array.fromAsync(bad), { code: "BAD_EVENTS" });
  // The process is as good as before.
  assertEquals(
    (await Array.fromAsync(judgeBytes(child, utf8(text), { asked: tolerant }))).length,
    3,
  );
});
