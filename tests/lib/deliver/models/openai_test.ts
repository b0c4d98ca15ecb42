import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { openaiModel } from "@/lib/deliver/models/openai.ts";
import { openaiAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

function modelAt(url: string, key = "some-key") {
  return openaiModel({
    baseUrl: `${url}/v1`,
    model: "some-model",
    key,
    timeLimitMilliseconds: 10_000,
    maxOutputTokens: 800,
    price: { input: 1, output: 4 },
    tokenLimitName: "max_tokens",
  });
}

const PROMPT = { instructions: "Write", facts: "Revenue: $5" };
const { signal } = new AbortController();

Deno.test("openaiModel() asks by chat/completions", async () => {
  await using server = startModelServer(openaiAnswer("It was $5."));
  assertEquals(await modelAt(server.url).ask(PROMPT, signal), {
    type: "answer",
    text: "It was $5.",
    usage: { input: 100, output: 20 },
  });
  const [{ path, headers, body }] = server.asked;
  assertEquals(path, "/v1/chat/completions");
  assertEquals(headers.authorization, "Bearer some-key");
  assertEquals(body, {
    model: "some-model",
    messages: [{ role: "system", content: "Write" }, { role: "user", content: "Revenue: $5" }],
    max_tokens: 800,
  });
});

Deno.test("openaiModel() sends no empty key, and does without counted tokens", async () => {
  await using server = startModelServer(openaiAnswer("Words.", null));
  const reply = await modelAt(server.url, "").ask(PROMPT, signal);
  assertEquals(reply, { type: "answer", text: "Words.", usage: null });
  assertEquals(server.asked[0].headers.authorization, undefined);
});

Deno.test("openaiModel() knows answers that are none", async (t) => {
  const cases: [string, unknown, string][] = [
    ["no choices", { choices: [] }, "no text"],
    ["a refusal", { choices: [{ message: { content: null, refusal: "No" } }] }, "no text"],
    ["another form", { choices: [{ text: "old" }] }, "answer unreadable"],
    ["negative tokens", { choices: [], usage: { prompt_tokens: -5 } }, "answer unreadable"],
  ];
  for (const [name, answer, reason] of cases) {
    await t.step(name, async () => {
      await using server = startModelServer(() => Response.json(answer));
      const reply = await modelAt(server.url).ask(PROMPT, signal);
      assertEquals(reply.type === "failed" && reply.reason, reason);
    });
  }
});
