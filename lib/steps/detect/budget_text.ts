/**
 * A budget of alerts in one phrase: "2 per month", "1 a week", "3/quarter".
 *
 * @module
 */
import { type Budget, SPANS } from "@/lib/stats/detect/budget.ts";

const PHRASE =
  /^(?:about\s+)?(\d{1,4}(?:\.\d{1,3})?)(?:\s*alerts?)?\s*(?:per|a|each|every|\/)\s*(\p{L}+)$/iu;

/** Spans in one word, for "2 monthly". */
const RATE = /^(\d{1,4}(?:\.\d{1,3})?)(?:\s*alerts?)?\s+(week|month|quarter|year)ly$/i;

/** Returns what a phrase says as the keys of a budget; what is none stays as it is. */
export function readBudget(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim();
  const found = PHRASE.exec(text) ?? RATE.exec(text);
  const word = found?.[2].toLowerCase();
  const per = SPANS.find((span) => span === word);
  if (found === null || per === undefined) return value;
  return { alerts: Number(found[1]), per } satisfies Budget;
}
