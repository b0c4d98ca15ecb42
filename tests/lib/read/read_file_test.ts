import { deepStrictEqual as assertEquals, ok as assert, rejects } from "node:assert/strict";
import { type ReadEvent, readRows, type RowOptions } from "@/lib/read/read_rows.ts";
import { readFile, type ReadFileControl, startReader } from "@/lib/read/read_file.ts";
import { sourceOf } from "@/tests/helpers/read_text.ts";

function streamOf(text: string): () => ReadableStream<Uint8Array> {
  const source = sourceOf(new TextEncoder().encode(text), 10_000);
  return () => ReadableStream.from(source());
}

async function collect(events: AsyncIterable<ReadEvent>) {
  let copied = "";
  let attempts = 0;
  let rejected = 0;
  for await (const event of events) {
    if (event.type === "table") {
      copied = "";
      rejected = 0;
      attempts = event.attempt;
    }
    if (event.type === "copy") copied += new TextDecoder("latin1").decode(event.bytes);
    if (event.type === "rejected") rejected += event.rejections.length;
    if (event.type === "done") {
      return { copied, attempts, rejected, facts: event.facts, rollups: event.rollups };
    }
  }
  throw new Error("The reader ended without facts");
}

async function readInChild(text: string, options: RowOptions = {}, control?: ReadFileControl) {
  return await collect(readFile(streamOf(text), options, control));
}

/** 60,000 rows of 27 bytes: more than is kept of a stream to be read again. */
const LONG = `n,word,amount\n${
  Array.from({ length: 60_000 }, (_, i) => `${i},some word or other,${i % 100}\n`).join("")
}60000,last,0.5\n`;

Deno.test("readFile() gives what the reader gives in this process", async () => {
  const options: RowOptions = {
    name: "long.csv",
    rollups: [{
      time: "n",
      grain: "day",
      weekStarts: "monday",
      by: ["word"],
      where: { notNull: [], exactRepeats: "keep" },
      measures: [{ name: "total", function: "sum", column: "amount" }],
    }],
    columns: { n: { type: "timestamp", epoch: "s" } },
  };
  const here = await collect(readRows(sourceOf(new TextEncoder().encode(LONG)), options));
  const there = await readInChild(LONG, options);
  assertEquals(JSON.stringify(there.facts), JSON.stringify(here.facts));
  assertEquals(there.rollups, here.rollups);
  assert(there.copied === here.copied);
  // The fraction in the last row makes the second pass.
  assertEquals([here.attempts, there.attempts], [2, 2]);
});

Deno.test("readFile() reads one file after another in one process", async () => {
  await using child = startReader();
  for (const total of [1, 2]) {
    const { facts } = await readInChild(`a,b\n${"x,1\n".repeat(total)}`, {}, { child });
    assertEquals(facts.sums.b, total);
  }
});

Deno.test("readFile() hands on refusals and failures of the source", async (t) => {
  await t.step("an empty file", async () => {
    await rejects(readInChild(""), { name: "AppError", code: "EMPTY_FILE" });
  });
  await t.step("a source that cannot be opened", async () => {
    const open = () => Promise.reject(new Error("No such drive"));
    await rejects(collect(readFile(open)), { message: "No such drive" });
  });
  await t.step("a source that breaks off", async () => {
    const open = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("a,b\n1,2\n"));
          controller.error(new Error("The line is dead"));
        },
      });
    await rejects(collect(readFile(open)), { message: "The line is dead" });
  });
});

Deno.test("readFile() stops at once when it is cancelled", async () => {
  const controller = new AbortController();
  /** Gives rows for ever. */
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(new TextEncoder().encode("some,row\n".repeat(1000))),
    });
  const events = readFile(endless, {}, { signal: controller.signal });
  const read = (async () => {
    for await (const event of events) if (event.type === "progress") controller.abort();
  })();
  await rejects(read, { name: "AppError", code: "CANCELLED" });
});

Deno.test("readFile() ends a reader that says nothing", async () => {
  const child = startReader();
  // The source gives one chunk for ever and ever, all of it one field.
  const field = new Uint8Array(1 << 20).fill(120);
  field[0] = 34;
  const open = () =>
    new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(field.slice()) });
  const read = collect(readFile(open, {}, { child, stallMilliseconds: 300 }));
  await rejects(read, { name: "AppError", code: "TIME_LIMIT" });
  await child.exited;
});
