/**
 * OpenAI, and the many that answer its `chat/completions` call as it does.
 *
 * @module
 */
import { z } from "zod";
import type { ModelSettings, SummaryModel } from "./model.ts";
import { failed, postJson } from "./post.ts";

const answerSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).default([]),
  usage: z.object({
    prompt_tokens: z.int().nonnegative().default(0),
    completion_tokens: z.int().nonnegative().default(0),
  }).nullish(),
});

/** What a model's answers are limited by: servers that follow OpenAI mostly know the older name alone. */
export type TokenLimitName = "max_tokens" | "max_completion_tokens";

/** Returns the model; the base URL has the version, as in ".../v1". An empty key sends none. */
export function openaiModel(
  settings: ModelSettings & { readonly tokenLimitName: TokenLimitName },
): SummaryModel {
  const { baseUrl, model, key, timeLimitMilliseconds, maxOutputTokens, price } = settings;
  const url = `${baseUrl.replace(/\/+$/, "")}/chat/completions`;
  return {
    name: model,
    maxOutputTokens,
    price,
    ask: async ({ instructions, facts }, signal) => {
      const reply = await postJson({
        url,
        headers: key === "" ? {} : { authorization: `Bearer ${key}` },
        body: {
          model,
          messages: [
            { role: "system", content: instructions },
            { role: "user", content: facts },
          ],
          [settings.tokenLimitName]: maxOutputTokens,
        },
        timeLimitMilliseconds,
      }, signal);
      if (reply.type === "failed") return reply;
      const read = answerSchema.safeParse(reply.value);
      if (!read.success) return failed("answer unreadable");
      const text = read.data.choices[0]?.message.content ?? "";
      if (text.trim() === "") return failed("no text");
      const counted = read.data.usage ?? null;
      const usage = counted === null
        ? null
        : { input: counted.prompt_tokens, output: counted.completion_tokens };
      return { type: "answer", text, usage };
    },
  };
}
