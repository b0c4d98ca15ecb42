import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { geminiModel } from "@/lib/deliver/models/gemini.ts";
import { geminiAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

function modelAt(url: string) {
  return geminiModel({
    baseUrl: `${url}/v1beta/`,
    model: "gemini-2.5-flash",
    key: "some-key",
    timeLimitMilliseconds: 10_000,
    maxOutputTokens: 800,
    price: { input: 1, output: 4 },
  });
}

const PROMPT = { instructions: "Write", facts: "Revenue: $5" };
const { signal } = new AbortController();

Deno.test("geminiModel() asks by generateContent, with the key in a header alone", async () => {
  await using server = startModelServer(
    geminiAnswer({ text: "It was " }, { text: "hm", thought: true }, { text: "$5." }),
  );
  // Thoughts are no words of the answer, but are paid for: 20 + 5 tokens.
  assertEquals(await modelAt(server.url).ask(PROMPT, signal), {
    type: "answer",
    text: "It was $5.",
    usage: { input: 100, output: 25 },
  });
  const [{ path, headers, body }] = server.asked;
  assertEquals(path, "/v1beta/models/gemini-2.5-flash:generateContent");
  assertEquals(headers["x-goog-api-key"], "some-key");
  assertEquals(body.systemInstruction, { parts: [{ text: "Write" }] });
  assertEquals(body.contents, [{ role: "user", parts: [{ text: "Revenue: $5" }] }]);
  assertEquals(body.generationConfig.maxOutputTokens, 800);
});

Deno.test("geminiModel() knows answers that are none", async (t) => {
  const cases: [string, unknown, string][] = [
    ["blocked", { promptFeedback: { blockReason: "OTHER" } }, "no text"],
    ["no parts", { candidates: [{ finishReason: "MAX_TOKENS" }] }, "no text"],
    ["blank", { candidates: [{ content: { parts: [{ text: " \n" }] } }] }, "no text"],
    ["another form", { candidates: "none" }, "answer unreadable"],
    ["a list", [], "answer unreadable"],
  ];
  for (const [name, answer, reason] of cases) {
    await t.step(name, async () => {
      await using server = startModelServer(() => Response.json(answer));
      const reply = await modelAt(server.url).ask(PROMPT, signal);
      assertEquals(reply.type === "failed" && reply.reason, reason);
    });
  }
});
