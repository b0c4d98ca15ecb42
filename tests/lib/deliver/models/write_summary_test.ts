import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { dailyBudget } from "@/lib/deliver/models/budget.ts";
import { geminiModel } from "@/lib/deliver/models/gemini.ts";
import { openaiModel } from "@/lib/deliver/models/openai.ts";
import { type SummaryServices, writeSummary } from "@/lib/deliver/models/write_summary.ts";
import type { Fact } from "@/lib/deliver/told/fact.ts";
import {
  geminiAnswer,
  neverAnswer,
  openaiAnswer,
  startModelServer,
} from "@/tests/helpers/model_server.ts";

const FACTS: readonly Fact[] = [{
  type: "figure",
  name: "daily.revenue.total",
  title: "Revenue, total",
  value: 684_000,
  unit: "USD",
  isChange: false,
  about: null,
}];
const REQUEST = {
  prompt: { instructions: "Write", facts: "Revenue, total: $684,000" },
  facts: FACTS,
  zone: "UTC",
  template: ["Revenue came to $684,000."],
};
const KEY = "key-that-nobody-may-see";

const settings = (url: string) => ({
  baseUrl: url,
  model: "some-model",
  key: KEY,
  timeLimitMilliseconds: 10_000,
  maxOutputTokens: 100,
  price: { input: 1000, output: 1000 },
});

const openaiAt = (url: string) => openaiModel({ ...settings(url), tokenLimitName: "max_tokens" });

/** Writes by these models; waits are noted, not waited. */
async function written(
  models: SummaryServices["models"],
  { cap = 1000, signal = new AbortController().signal } = {},
) {
  const waits: number[] = [];
  const summary = await writeSummary(REQUEST, {
    models,
    budget: dailyBudget(cap, () => new Date("2026-01-05T12:00:00Z")),
    retries: 2,
    wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    random: () => 0.5,
  }, signal);
  assertEquals(JSON.stringify(summary).includes(KEY), false);
  return { ...summary, waits, outcomes: summary.attempts.map(({ outcome }) => outcome) };
}

Deno.test("writeSummary() takes a right answer as it is, and keeps what was sent", async () => {
  await using server = startModelServer(
    geminiAnswer({ text: "Revenue was $684,000.\n\nIt is well." }),
  );
  const { paragraphs, model, sent, dropped, attempts } = await written([
    geminiModel(settings(server.url)),
  ]);
  assertEquals(paragraphs, ["Revenue was $684,000.", "It is well."]);
  assertEquals(model, "some-model");
  assertEquals(sent, "Write\n\nRevenue, total: $684,000");
  assertEquals(dropped, []);
  // 100 tokens in, 20 + 5 out, at 1,000 a million each.
  assertEquals(attempts, [{ model: "some-model", outcome: "told", status: 200, cost: 0.125 }]);
});

Deno.test("writeSummary() drops invented numbers and counts them", async () => {
  await using server = startModelServer(
    openaiAnswer("Revenue was $684,000. Profit was $120,000. It rose 9%."),
  );
  const { paragraphs, dropped } = await written([openaiAt(server.url)]);
  assertEquals(paragraphs, ["Revenue was $684,000."]);
  assertEquals(dropped.map(({ written, reason }) => [written, reason]), [
    ["$120,000", "no figure"],
    ["9%", "no figure"],
  ]);
});

Deno.test("writeSummary() leaves nothing of injected links, pictures and addresses", async () => {
  const answer =
    "Revenue was $684,000. <img src=https://evil.example/a> Sign in at https://evil.example now. " +
    "![x](https://evil.example/b) [All is well](https://evil.example/c).";
  await using server = startModelServer(openaiAnswer(answer));
  const { paragraphs, dropped } = await written([openaiAt(server.url)]);
  assertEquals(paragraphs, ["Revenue was $684,000. All is well."]);
  assertEquals(dropped.map(({ reason }) => reason), ["address"]);
});

Deno.test("writeSummary() falls back in order, to the template at last", async () => {
  await using inventing = startModelServer(openaiAnswer("Profit was $1."));
  await using broken = startModelServer(() => new Response("{"));
  await using refusing = startModelServer(() => new Response("", { status: 401 }));
  await using right = startModelServer(openaiAnswer("Revenue was $684k."));
  const bad = [inventing, broken, refusing].map(({ url }) => openaiAt(url));
  const saved = await written([...bad, openaiAt(right.url)]);
  assertEquals(saved.outcomes, ["told nothing", "answer unreadable", "refused", "told"]);
  assertEquals(saved.paragraphs, ["Revenue was $684k."]);
  const lost = await written(bad);
  assertEquals([lost.model, lost.paragraphs], [null, REQUEST.template]);
  assertEquals(lost.dropped.map(({ written }) => written), ["$1"]);
  assertEquals((await written([])).sent, null);
});

Deno.test("writeSummary() tries again after what passes, and waits longer each time", async () => {
  const trouble = () => new Response("", { status: 500 });
  await using server = startModelServer(trouble, trouble, openaiAnswer("Revenue was $684,000."));
  const { outcomes, waits } = await written([openaiAt(server.url)]);
  assertEquals(outcomes, ["server error", "server error", "told"]);
  // 500 and 1,000 milliseconds, each half as long again by chance.
  assertEquals(waits, [750, 1500]);
});

Deno.test("writeSummary() waits as long as it is asked to, unless that is too long", async () => {
  const busy = (seconds: string) => () =>
    new Response("", { status: 429, headers: { "retry-after": seconds } });
  await using short = startModelServer(busy("3"), openaiAnswer("Revenue was $684,000."));
  assertEquals((await written([openaiAt(short.url)])).waits, [3000]);
  await using long = startModelServer(busy("60"));
  const { outcomes, waits } = await written([openaiAt(long.url)]);
  assertEquals([outcomes, waits], [["too much to do"], []]);
});

Deno.test("writeSummary() does not ask again what was refused or never answered", async () => {
  await using slow = startModelServer(neverAnswer);
  const hasty = openaiModel({
    ...settings(slow.url),
    timeLimitMilliseconds: 20,
    tokenLimitName: "max_tokens",
  });
  assertEquals((await written([hasty])).outcomes, ["time limit"]);
});

Deno.test("writeSummary() asks no model that could pass the day's cap", async () => {
  await using server = startModelServer(openaiAnswer("Revenue was $684,000."));
  // 29 bytes and 100 tokens at 1,000 a million are 0.129 at most.
  const { outcomes, sent, paragraphs } = await written([openaiAt(server.url)], { cap: 0.128 });
  assertEquals([outcomes, sent, paragraphs], [["cost cap"], null, REQUEST.template]);
  assertEquals(server.asked, []);
  assertEquals((await written([openaiAt(server.url)], { cap: 0.13 })).outcomes, ["told"]);
});

Deno.test("writeSummary() counts a call without counted tokens as the most it can cost", async () => {
  await using server = startModelServer(openaiAnswer("Revenue was $684,000.", null));
  const { attempts } = await written([openaiAt(server.url)]);
  assertEquals(attempts[0].cost, 0.129);
});

Deno.test("writeSummary() asks nobody once it is cancelled", async () => {
  await using server = startModelServer(openaiAnswer("Revenue was $684,000."));
  const { outcomes } = await written([openaiAt(server.url)], { signal: AbortSignal.abort() });
  assertEquals([outcomes, server.asked], [[], []]);
});
