import { equal, rejects } from "node:assert/strict";
import { eventStream } from "@/routes/(_shared)/event_stream.ts";

async function* told(...events: readonly unknown[]) {
  for (const [index, event] of events.entries()) yield { id: `boot:${index}`, event };
}

/** Events that never come, and what is told once nobody waits for them any more. */
function silentEvents() {
  const gone = Promise.withResolvers<string>();
  const events = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<never>(() => {}),
      return() {
        gone.resolve("gone");
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
  return { events, gone: gone.promise };
}

Deno.test("eventStream() writes one line an event, with its id", async () => {
  const response = eventStream(told({ type: "reset" }, { words: "a\nb" }));
  equal(response.headers.get("Content-Type"), "text/event-stream; charset=utf-8");
  equal(
    await response.text(),
    'retry: 1000\n\nid: boot:0\ndata: {"type":"reset"}\n\n' +
      'id: boot:1\ndata: {"words":"a\\nb"}\n\n',
  );
});

Deno.test("eventStream() shows that it lives while nothing happens", async () => {
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const body = eventStream(never, { keepAliveMilliseconds: 1 }).body;
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  equal((await reader?.read())?.value, "retry: 1000\n\n");
  equal((await reader?.read())?.value, ":\n\n");
  await reader?.cancel();
});

Deno.test("eventStream() lets go of the events when the reader leaves", async () => {
  const { events, gone } = silentEvents();
  await eventStream(events).body?.cancel();
  equal(await gone, "gone");
});

Deno.test("eventStream() gathers nothing for who does not read", async () => {
  let asked = 0;
  const ended = Promise.withResolvers<void>();
  const events = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ value: { id: `boot:${++asked}`, event: "e" } }),
      return() {
        ended.resolve();
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
  // It would show five times that it lives, and ends at the sixth.
  let times = 0;
  const mayFollow = () => Promise.resolve(++times < 6);
  const response = eventStream(events, { keepAliveMilliseconds: 1, mayFollow });
  await ended.promise;
  equal(asked, 0);
  equal(await response.text(), "retry: 1000\n\n");
});

Deno.test("eventStream() ends when its reader may not follow any more", async () => {
  const { events, gone } = silentEvents();
  const answers = [true, false];
  const mayFollow = () => Promise.resolve(answers.shift() === true);
  const response = eventStream(events, { keepAliveMilliseconds: 1, mayFollow });
  equal(await response.text(), "retry: 1000\n\n:\n\n");
  equal(await gone, "gone");
});

Deno.test("eventStream() breaks off where the events do, so that the browser asks again", async () => {
  // deno-lint-ignore require-yield -- fails before it tells anything
  const failing = async function* () {
    throw new Error("The engine is gone");
  };
  await rejects(eventStream(failing()).text());
});
