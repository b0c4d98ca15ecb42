import { setImmediate } from "node:timers/promises";
import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
  throws as assertThrows,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import {
  Conversation,
  type Envelope,
  errorOf,
  failureOf,
  pack,
  unpack,
  WINDOW_BYTES,
} from "@/lib/process/channel.ts";
import { MAX_HEADER_BYTES } from "@/lib/process/frame.ts";

/** Makes one end of a conversation, and the list of what it posts. */
function oneEnd(): { end: Conversation; posted: Envelope[] } {
  const posted: Envelope[] = [];
  return { end: new Conversation(1, (envelope) => posted.push(envelope)), posted };
}

Deno.test("pack() refuses what the other end would take for no frame", () => {
  const envelopeOf = (header: string) => ({ type: "result", channel: 1, header }) as const;
  // The envelope around the text has 41 bytes, and what a euro takes is three.
  const around = JSON.stringify(envelopeOf("")).length;
  assertIs(around, 41);
  const most = MAX_HEADER_BYTES - around;
  assertIs(pack(envelopeOf("x".repeat(most)), []).text.length, MAX_HEADER_BYTES);
  const refusal = { name: "AppError", code: "FILE_TOO_LARGE" };
  assertThrows(() => pack(envelopeOf("x".repeat(most + 1)), []), refusal);
  assertThrows(() => pack(envelopeOf("€".repeat(Math.floor(most / 3) + 1)), []), refusal);
});

Deno.test("errorOf() gives back the refusal that failureOf() took", () => {
  const problem = {
    severity: "warning",
    code: "WRONG_TYPE",
    message: "No number",
    place: { cell: "orders", line: 2 },
    remedy: "Cast it",
  } as const;
  const told = { problems: [problem], retryAfterSeconds: 30 };
  const refusal = new AppError("BAD_FILE", "Cannot read it", told);
  const failure = failureOf(refusal);
  const travelled = unpack(pack({ type: "failure", channel: 1, failure }, []));
  assertEquals(travelled, { type: "failure", channel: 1, failure });
  const error = errorOf(failure);
  assertEquals(error, new AppError("BAD_FILE", "Cannot read it", told));
});

Deno.test("errorOf() gives a bug with the stack of its origin as cause", () => {
  const bug = new RangeError("out of bounds");
  const error = errorOf(failureOf(bug));
  assertIs(error instanceof AppError, false);
  assertIs(error.message, "out of bounds");
  assertIs(error.cause, bug.stack);
  assertIs(errorOf(failureOf("thrown text")).message, "thrown text");
});

Deno.test("Conversation gives credit for what was read, and waits for it", async () => {
  const { end, posted } = oneEnd();
  await end.send({ buffers: [new ArrayBuffer(WINDOW_BYTES)] });
  let sent = false;
  const sending = end.send({ header: "second" }).then(() => sent = true);
  await Promise.resolve();
  assertIs(sent, false);
  end.credit(WINDOW_BYTES);
  await sending;
  assertEquals(posted.map(({ type }) => type), ["frame", "frame"]);

  end.receive({ header: "received", buffers: [new ArrayBuffer(1000)] });
  end.close();
  for await (const { header } of end) assertIs(header, "received");
  // A frame counts for 8,192 bytes beside its buffers.
  assertEquals(posted.at(-1), { type: "credit", channel: 1, bytes: 9192 });
});

Deno.test("Conversation holds small frames back as well", async () => {
  const { end, posted } = oneEnd();
  let sent = 0;
  const sending = (async () => {
    for (; sent < 2000; sent++) await end.send({ header: sent });
  })();
  await setImmediate();
  // 8 MiB by 8 KiB a frame.
  assertEquals([sent, posted.length], [1024, 1024]);
  end.finish();
  await sending;
});

Deno.test("Conversation still gives what had arrived when it finishes", async () => {
  const { end } = oneEnd();
  end.receive({ header: 1, buffers: [] });
  end.finish();
  assertEquals((await Array.fromAsync(end)).map(({ header }) => header), [1]);
});

Deno.test("Conversation throws at who reads or sends when it breaks", async () => {
  const { end } = oneEnd();
  await end.send({ buffers: [new ArrayBuffer(WINDOW_BYTES)] });
  const broken = { message: "broken" };
  const waiting = assertRejects(end.send({}), broken);
  const reading = assertRejects(Array.fromAsync(end), broken);
  end.break(new Error("broken"));
  end.break(new Error("broken again"));
  await waiting;
  await reading;
  await assertRejects(end.send({}), broken);
});
