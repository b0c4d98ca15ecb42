/**
 * Writes a summary by the first model that tells something true, else by the template. What is told is
 * checked here, so that no caller can forget to.
 *
 * @module
 */
import type { Fact } from "@/lib/deliver/told/fact.ts";
import { checkTold, type ToldAnswer } from "@/lib/deliver/told/told.ts";
import { type Budget, costOf, mostOf } from "./budget.ts";
import type { FailureReason, Prompt, Reply, SummaryModel } from "./model.ts";

/** What a summary is written from. */
export interface SummaryRequest {
  readonly prompt: Prompt;
  /** What was sent and no more: a number from elsewhere is an invented one. */
  readonly facts: readonly Fact[];
  readonly zone: string;
  /** Our own words, by paragraph, where no model writes. */
  readonly template: readonly string[];
}

/** What is needed to write one. */
export interface SummaryServices {
  /** In the order of trying. */
  readonly models: readonly SummaryModel[];
  readonly budget: Budget;
  /** Further calls of one model where the first failed for now. */
  readonly retries: number;
  /** Resolves after so long, or at once where the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1, so that those who wait do not come back together. */
  readonly random: () => number;
}

/** One call and what came of it. */
export interface Attempt {
  readonly model: string;
  readonly outcome: FailureReason | "cost cap" | "told nothing" | "told";
  readonly status: number | null;
  readonly cost: number;
}

/** A summary and where it came from. */
export interface WrittenSummary {
  readonly paragraphs: readonly string[];
  /** The model that wrote it; `null` where the template did. */
  readonly model: string | null;
  /** The exact text that left the house; `null` where none did. */
  readonly sent: string | null;
  /** Of the model that wrote it, or of the last that told nothing. */
  readonly dropped: ToldAnswer["dropped"];
  /** Pieces of markup and unseen signs that were removed of it. */
  readonly removed: number;
  readonly attempts: readonly Attempt[];
}

/** Waits double from here. */
const FIRST_WAIT_MILLISECONDS = 500;

/** A model that wants to be left alone for longer is left for the next one. */
const LONGEST_WAIT_MILLISECONDS = 10_000;

const FOR_NOW: readonly FailureReason[] = ["network", "too much to do", "server error"];

/** Costs nothing where the other side refused before it began. */
const FREE: readonly FailureReason[] = ["too much to do", "server error", "refused", "redirected"];

/** Writes a summary; a model that fails is told in `attempts`, never thrown. */
export async function writeSummary(
  request: SummaryRequest,
  services: SummaryServices,
  signal: AbortSignal,
): Promise<WrittenSummary> {
  const attempts: Attempt[] = [];
  let last: Pick<ToldAnswer, "dropped" | "removed"> = { dropped: [], removed: 0 };
  for (const model of services.models) {
    const text = await askInTurns(model, request.prompt, { services, signal, attempts });
    if (text === null) continue;
    const { paragraphs, dropped, removed } = checkTold(text, request.facts, request.zone);
    last = { dropped, removed };
    if (paragraphs.length > 0) {
      const told = paragraphs.map((sentences) => sentences.join(" "));
      return {
        paragraphs: told,
        model: model.name,
        sent: sentOf(request, attempts),
        ...last,
        attempts,
      };
    }
    attempts.push({ ...attempts.splice(-1)[0], outcome: "told nothing" });
  }
  return {
    paragraphs: request.template,
    model: null,
    sent: sentOf(request, attempts),
    ...last,
    attempts,
  };
}

/** Where the cap stopped every call, nothing was sent. */
function sentOf({ prompt }: SummaryRequest, attempts: readonly Attempt[]): string | null {
  const isSent = attempts.some(({ outcome }) => outcome !== "cost cap");
  return isSent ? textOf(prompt) : null;
}

/** Returns the exact text of what is sent. */
export function textOf({ instructions, facts }: Prompt): string {
  return `${instructions}\n\n${facts}`;
}

interface Turns {
  readonly services: SummaryServices;
  readonly signal: AbortSignal;
  readonly attempts: Attempt[];
}

async function askInTurns(
  model: SummaryModel,
  prompt: Prompt,
  { services, signal, attempts }: Turns,
): Promise<string | null> {
  for (let turn = 0; turn <= services.retries; turn++) {
    if (signal.aborted) return null;
    const most = mostOf(prompt, model);
    const reservation = await services.budget.reserve(most);
    if (reservation === null) {
      attempts.push({ model: model.name, outcome: "cost cap", status: null, cost: 0 });
      return null;
    }
    const reply = await model.ask(prompt, signal);
    const cost = costOfReply(reply, model, most);
    await reservation.settle(cost);
    if (reply.type === "answer") {
      attempts.push({ model: model.name, outcome: "told", status: 200, cost });
      return reply.text;
    }
    attempts.push({ model: model.name, outcome: reply.reason, status: reply.status, cost });
    if (!FOR_NOW.includes(reply.reason) || turn === services.retries) return null;
    const backoff = FIRST_WAIT_MILLISECONDS * 2 ** turn * (1 + services.random());
    const milliseconds = Math.max(backoff, reply.retryAfterMilliseconds ?? 0);
    if (milliseconds > LONGEST_WAIT_MILLISECONDS) return null;
    await services.wait(milliseconds, signal);
  }
  return null;
}

/** A call that broke off, or that counted nothing, may have cost all that it could. */
function costOfReply(reply: Reply, model: SummaryModel, most: number): number {
  if (reply.type === "answer") return reply.usage === null ? most : costOf(reply.usage, model);
  return FREE.includes(reply.reason) ? 0 : most;
}
