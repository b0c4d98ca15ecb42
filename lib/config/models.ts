/**
 * The settings of language models.
 *
 * @module
 */
import { amount, bigCount, httpUrl, Rule, text, type Variables } from "./variables.ts";

/** The language models that may write summaries, and what they may cost. */
export interface ModelsConfig {
  /** In the order of trying; empty where none is set. */
  readonly models: readonly ModelConfig[];
  readonly timeLimitMilliseconds: number;
  /** Further calls of one model where the first failed for now. */
  readonly retries: number;
  /** In the currency of the prices. */
  readonly dailyCostCap: number;
  /** Groups of fewer rows are merged before anything is sent. */
  readonly smallestGroup: number;
}

/** One language model. */
export interface ModelConfig {
  readonly provider: Provider;
  readonly model: string;
  /** With the version, as in ".../v1". */
  readonly baseUrl: string;
  /** Empty where the model asks for none. */
  readonly key: string;
  /** What a million tokens cost, sent and received. */
  readonly price: { readonly input: number; readonly output: number };
}

/** Whose interface a model has. */
export type Provider = "gemini" | "openai";

const PROVIDERS: readonly Provider[] = ["gemini", "openai"];

/** Reads which models may be asked, and how. */
export function readModels(
  variables: Variables,
  { outsideMilliseconds }: { readonly outsideMilliseconds: number },
): ModelsConfig {
  const geminiKey = variables.read("GEMINI_API_KEY", text);
  const gemini: ModelConfig = {
    provider: "gemini",
    model: variables.read("GEMINI_MODEL", text) ?? "gemini-2.5-flash",
    baseUrl: variables.read("GEMINI_BASE_URL", httpUrl) ??
      "https://generativelanguage.googleapis.com/v1beta",
    key: geminiKey ?? "",
    price: variables.read("GEMINI_PRICE", price) ?? { input: 0.3, output: 2.5 },
  };
  const openaiKey = variables.read("OPENAI_API_KEY", text);
  const openaiUrl = variables.read("OPENAI_BASE_URL", httpUrl);
  const openai: ModelConfig = {
    provider: "openai",
    model: variables.read("OPENAI_MODEL", text) ?? "gpt-4.1-mini",
    baseUrl: openaiUrl ?? "https://api.openai.com/v1",
    key: openaiKey ?? "",
    price: variables.read("OPENAI_PRICE", price) ?? { input: 0.4, output: 1.6 },
  };
  const set: Readonly<Record<Provider, ModelConfig | null>> = {
    gemini: geminiKey === null ? null : gemini,
    // A server of one's own may ask for no key.
    openai: openaiKey === null && openaiUrl === null ? null : openai,
  };
  const order = variables.read("MODEL_ORDER", providers) ?? PROVIDERS;
  return {
    models: order.flatMap((provider) => set[provider] ?? []),
    timeLimitMilliseconds: outsideMilliseconds,
    retries: variables.read("MODEL_RETRIES", retries) ?? 1,
    dailyCostCap: variables.read("MODEL_DAILY_COST_CAP", amount) ?? 5,
    smallestGroup: variables.read("SMALLEST_GROUP", bigCount) ?? 5,
  };
}

function retries(value: string): number | Rule {
  return /^[0-5]$/.test(value) ? Number(value) : new Rule("must be a whole number from 0 to 5");
}

/** What a million tokens cost: sent, received. */
function price(value: string): ModelConfig["price"] | Rule {
  const [input, output, ...more] = value.split(",").map((part) => amount(part.trim()));
  return typeof input === "number" && typeof output === "number" && more.length === 0
    ? { input, output }
    : new Rule("must be two numbers such as 0.30,2.50");
}

function providers(value: string): readonly Provider[] | Rule {
  const words = value.split(",").map((word) => word.trim());
  const found = words.flatMap((word) => PROVIDERS.find((provider) => provider === word) ?? []);
  return found.length === words.length && new Set(found).size === found.length
    ? found
    : new Rule(`must name ${PROVIDERS.join(" and ")} in their order`);
}
