import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createLiveStreams } from "@/lib/workspace/access/live_streams.ts";

/** Events of which the first comes at once, and no other ever. */
function oneEvent() {
  const told = { left: 0 };
  const answer = (): AsyncIterable<unknown> => ({
    [Symbol.asyncIterator]() {
      let first = true;
      return {
        next() {
          if (!first) return new Promise<never>(() => {});
          first = false;
          return Promise.resolve({ done: false, value: "event" });
        },
        return() {
          told.left++;
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  });
  return { told, answer };
}

Deno.test("judge() ends what may not be followed any more, though nothing happens", async () => {
  const live = createLiveStreams();
  const [refused, other] = [oneEvent(), oneEvent()];
  let error: Error | null = null;
  const again = () => error === null ? Promise.resolve() : Promise.reject(error);
  const events = live.follow(Promise.resolve({ answer: refused.answer, again }));
  const follows = events[Symbol.asyncIterator]();
  const others = live.follow(
    Promise.resolve({ answer: other.answer, again: () => Promise.resolve() }),
  )[Symbol.asyncIterator]();
  deepStrictEqual(await follows.next(), { done: false, value: "event" });
  await others.next();
  const next = follows.next();
  // A database that does not answer says nothing of who may follow.
  error = new Error("no connection");
  await live.judge();
  equal(refused.told.left, 0);
  error = new AppError("NOT_SIGNED_IN", "Signed out");
  const ended = rejects(next, { code: "NOT_SIGNED_IN" });
  await live.judge();
  await ended;
  equal(refused.told.left, 1);
  equal(other.told.left, 0);
  await others.return?.();
  equal(other.told.left, 1);
});

Deno.test("follow() tells nothing that happens after it is refused", async () => {
  const { told, answer } = oneEvent();
  const again = () => Promise.reject(new AppError("NOT_FOUND", "Not shared any more"));
  const follows = createLiveStreams().follow(Promise.resolve({ answer, again }));
  await rejects(follows[Symbol.asyncIterator]().next(), { code: "NOT_FOUND" });
  equal(told.left, 1);
});
