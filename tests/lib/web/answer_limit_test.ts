import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { AnswerLimit } from "@/lib/web/answer_limit.ts";

/** An answer that never comes. */
const NEVER = new Promise<Response>(() => {});

Deno.test("within() hands on an answer that comes, and what is thrown", async () => {
  const limit = new AnswerLimit({ answerMilliseconds: 60_000, longMilliseconds: 60_000 });
  equal(await (await limit.within(Promise.resolve(new Response("page")))).text(), "page");
  await rejects(limit.within(Promise.reject(new Error("refused"))), /refused/);
  equal(limit.signal.aborted, false);
});

Deno.test("within() gives up who never answers, and stops what is done for it", async () => {
  const limit = new AnswerLimit({ answerMilliseconds: 1, longMilliseconds: 60_000 });
  await rejects(limit.within(NEVER), {
    code: "NO_ANSWER",
    message: "Cannot answer in time as it may take 0.001 s: what was asked for may still be done",
  });
  equal(limit.signal.aborted, true);
});

Deno.test("within() waits longer for what is known to take long", async () => {
  const limit = new AnswerLimit({ answerMilliseconds: 1, longMilliseconds: 20 });
  limit.allowLong();
  await rejects(limit.within(NEVER), { message: /it may take 0\.02 s/ });
});

Deno.test("within() lets go of an answer that comes too late", async () => {
  const limit = new AnswerLimit({ answerMilliseconds: 1, longMilliseconds: 1 });
  const cancelled = Promise.withResolvers<unknown>();
  const late = Promise.withResolvers<Response>();
  await rejects(limit.within(late.promise), { code: "NO_ANSWER" });
  late.resolve(new Response(new ReadableStream({ cancel: () => cancelled.resolve("let go") })));
  deepStrictEqual(await cancelled.promise, "let go");
});

Deno.test("heard() begins to count anew", async () => {
  let at = 0;
  let looks = 0;
  const work = Promise.withResolvers<Response>();
  const limit = new AnswerLimit({ answerMilliseconds: 1, longMilliseconds: 1 }, () => {
    // It has looked at the clock again and again, and gave nobody up.
    if (++looks === 5) work.resolve(new Response("page"));
    return at;
  });
  at = 10;
  limit.heard();
  equal(await (await limit.within(work.promise)).text(), "page");
  at = 12;
  await rejects(limit.within(NEVER), { code: "NO_ANSWER" });
});
