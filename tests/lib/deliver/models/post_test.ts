import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { postJson } from "@/lib/deliver/models/post.ts";
import { neverAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

const KEY = "key-that-nobody-may-see";

function post(
  url: string,
  { timeLimitMilliseconds = 10_000, signal = new AbortController().signal } = {},
) {
  return postJson(
    { url, headers: { "x-key": KEY }, body: { a: 1 }, timeLimitMilliseconds },
    signal,
  );
}

/** Returns what comes of a post that is answered so, without the type. */
async function outcomeOf(...answers: ((request: Request) => Response | Promise<Response>)[]) {
  await using server = startModelServer(...answers);
  const reply = await post(server.url);
  assertEquals(JSON.stringify(reply).includes(KEY), false);
  return reply;
}

Deno.test("postJson() sends JSON and returns JSON", async () => {
  await using server = startModelServer(() => Response.json({ b: 2 }));
  assertEquals(await post(server.url), { type: "json", value: { b: 2 } });
  assertEquals(server.asked[0].body, { a: 1 });
  assertEquals(server.asked[0].headers["x-key"], KEY);
});

Deno.test("postJson() says why there is no answer", async (t) => {
  const cases: [string, Response, string, number | null][] = [
    [
      "429",
      new Response("", { status: 429, headers: { "retry-after": "7" } }),
      "too much to do",
      7000,
    ],
    ["500", new Response("at key-that-nobody-may-see", { status: 500 }), "server error", null],
    ["401", new Response("", { status: 401 }), "refused", null],
    [
      "a wait that never ends",
      new Response("", { status: 503, headers: { "retry-after": "999999999" } }),
      "server error",
      3_600_000,
    ],
    [
      "a wait in words",
      new Response("", { status: 503, headers: { "retry-after": "soon" } }),
      "server error",
      null,
    ],
  ];
  for (const [name, response, reason, retryAfterMilliseconds] of cases) {
    await t.step(name, async () => {
      const { status } = response;
      assertEquals(await outcomeOf(() => response), {
        type: "failed",
        reason,
        status,
        retryAfterMilliseconds,
      });
    });
  }
});

Deno.test("postJson() does not follow a redirect, which would take the key along", async () => {
  await using other = startModelServer(() => Response.json({}));
  const to = other.url;
  const reply = await outcomeOf(() =>
    new Response(null, { status: 307, headers: { location: to } })
  );
  assertEquals(reply.type === "failed" && reply.reason, "redirected");
  assertEquals(other.asked, []);
});

Deno.test("postJson() takes no answer that is broken or too large", async () => {
  const broken = await outcomeOf(() => new Response('{"choices": ['));
  assertEquals(broken.type === "failed" && broken.reason, "answer unreadable");
  const huge = () =>
    new Response(
      new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(100_000).fill(32)) }),
    );
  const large = await outcomeOf(huge);
  assertEquals(large.type === "failed" && large.reason, "answer too large");
});

Deno.test("postJson() ends a call that is never answered, and one that is cancelled", async () => {
  await using server = startModelServer(neverAnswer);
  const slow = await post(server.url, { timeLimitMilliseconds: 20 });
  assertEquals(slow.type === "failed" && slow.reason, "time limit");
  const cancelled = await post(server.url, { signal: AbortSignal.abort() });
  assertEquals(cancelled.type === "failed" && cancelled.reason, "cancelled");
});

Deno.test("postJson() tells nothing of a URL that nobody answers at", async () => {
  const reply = await post("http://127.0.0.1:1/?key=key-that-nobody-may-see");
  assertEquals(reply, {
    type: "failed",
    reason: "network",
    status: null,
    retryAfterMilliseconds: null,
  });
});
