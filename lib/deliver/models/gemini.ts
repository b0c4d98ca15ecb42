/**
 * Gemini, by its `generateContent` call.
 *
 * @module
 */
import { z } from "zod";
import type { ModelSettings, SummaryModel } from "./model.ts";
import { failed, postJson } from "./post.ts";

const answerSchema = z.object({
  candidates: z.array(z.object({
    content: z.object({
      parts: z.array(z.object({ text: z.string().optional(), thought: z.boolean().optional() })),
    }).optional(),
  })).default([]),
  usageMetadata: z.object({
    promptTokenCount: z.int().nonnegative().default(0),
    candidatesTokenCount: z.int().nonnegative().default(0),
    thoughtsTokenCount: z.int().nonnegative().default(0),
  }).optional(),
});

/** Returns the model; the base URL has the version, as in ".../v1beta". */
export function geminiModel(settings: ModelSettings): SummaryModel {
  const { baseUrl, model, key, timeLimitMilliseconds, maxOutputTokens, price } = settings;
  const url = `${baseUrl.replace(/\/+$/, "")}/models/${encodeURIComponent(model)}:generateContent`;
  return {
    name: model,
    maxOutputTokens,
    price,
    ask: async ({ instructions, facts }, signal) => {
      const reply = await postJson({
        url,
        headers: { "x-goog-api-key": key },
        body: {
          systemInstruction: { parts: [{ text: instructions }] },
          contents: [{ role: "user", parts: [{ text: facts }] }],
          generationConfig: { maxOutputTokens, temperature: 0 },
        },
        timeLimitMilliseconds,
      }, signal);
      if (reply.type === "failed") return reply;
      const read = answerSchema.safeParse(reply.value);
      if (!read.success) return failed("answer unreadable");
      const { candidates: [first], usageMetadata: counted } = read.data;
      const text = first?.content?.parts.map((part) => part.thought ? "" : part.text ?? "").join(
        "",
      );
      if (text === undefined || text.trim() === "") return failed("no text");
      const usage = counted === undefined ? null : {
        input: counted.promptTokenCount,
        output: counted.candidatesTokenCount + counted.thoughtsTokenCount,
      };
      return { type: "answer", text, usage };
    },
  };
}
