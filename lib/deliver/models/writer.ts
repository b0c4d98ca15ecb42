/**
 * Writes summary cells by the models of the settings: chooses what is sent, asks, and checks what comes back.
 *
 * @module
 */
import type { ModelConfig, ModelsConfig } from "@/lib/config/models.ts";
import type { Database } from "@/lib/db/database.ts";
import { waitOut } from "@/lib/deliver/wait_out.ts";
import { factsOf } from "@/lib/deliver/facts/facts_of.ts";
import { promptOf } from "@/lib/deliver/facts/prompt.ts";
import type { SummaryWriter, WriterAsked } from "@/lib/steps/summary/writer.ts";
import { geminiModel } from "./gemini.ts";
import type { SummaryModel } from "./model.ts";
import { openaiModel } from "./openai.ts";
import { storedBudget } from "./stored_budget.ts";
import { textOf, writeSummary } from "./write_summary.ts";

/** The most tokens of an answer, those of a model's thinking among them. */
const MAX_OUTPUT_TOKENS = 4096;

/** The one server that has left the older name of the limit behind. */
const OPENAI_HOST = "api.openai.com";

/** What writing needs. */
export interface WriterServices {
  readonly database: Database;
  readonly config: ModelsConfig;
  readonly now: () => Date;
}

/** Returns what summary cells ask. */
export function createSummaryWriter({ database, config, now }: WriterServices): SummaryWriter {
  const models = config.models.map((model) => modelOf(model, config));
  const services = {
    models,
    budget: storedBudget({ database, cap: config.dailyCostCap, now }),
    retries: config.retries,
    wait: waitOut,
    random: Math.random,
  };
  const chosen = ({ cells, zone }: WriterAsked) =>
    promptOf(factsOf(cells, config.smallestGroup), zone);
  return {
    preview(asked) {
      const { prompt, sent } = chosen(asked);
      return Promise.resolve({
        text: sent.length === 0 ? null : textOf(prompt),
        models: config.models.map(({ model, baseUrl }) => ({
          model,
          host: new URL(baseUrl).host,
        })),
      });
    },
    async write(asked, signal) {
      const { prompt, sent: facts } = chosen(asked);
      const { zone } = asked;
      return await writeSummary(
        { prompt, facts, zone, template: [] },
        // Nothing can be told of nothing.
        facts.length === 0 ? { ...services, models: [] } : services,
        signal,
      );
    },
  };
}

function modelOf(
  { provider, ...model }: ModelConfig,
  { timeLimitMilliseconds }: ModelsConfig,
): SummaryModel {
  const settings = { ...model, timeLimitMilliseconds, maxOutputTokens: MAX_OUTPUT_TOKENS };
  switch (provider) {
    case "gemini":
      return geminiModel(settings);
    case "openai": {
      const isOwn = new URL(model.baseUrl).host === OPENAI_HOST;
      return openaiModel({
        ...settings,
        tokenLimitName: isOwn ? "max_completion_tokens" : "max_tokens",
      });
    }
  }
}
