/**
 * What models may cost a day. The most that a call can cost is put aside before it, so that calls at one
 * time cannot pass the cap together.
 *
 * @module
 */
import type { Prompt, SummaryModel, Usage } from "./model.ts";

/** Keeps account of a day's cost. */
export interface Budget {
  /** Puts an amount aside; `null` where the day's cap would be passed. */
  readonly reserve: (amount: number) => Promise<Reservation | null>;
}

/** An amount put aside; settled once with what it came to. */
export interface Reservation {
  readonly settle: (amount: number) => Promise<void>;
}

/** Returns a budget in memory: days are those of UTC. */
export function dailyBudget(cap: number, now: () => Date): Budget {
  let day = "";
  let spent = 0;
  const turnOver = () => {
    const today = now().toISOString().slice(0, 10);
    if (today !== day) [day, spent] = [today, 0];
    return day;
  };
  return {
    reserve: (amount) => {
      const reservedOn = turnOver();
      if (spent + amount > cap) return Promise.resolve(null);
      spent += amount;
      return Promise.resolve({
        settle: (cost) => {
          // What was put aside yesterday is no part of today.
          if (turnOver() === reservedOn) spent += cost - amount;
          return Promise.resolve();
        },
      });
    },
  };
}

/** Returns what tokens cost. */
export function costOf(usage: Usage, { price }: SummaryModel): number {
  return (usage.input * price.input + usage.output * price.output) / 1e6;
}

/** Returns the most that a call can cost: no token is shorter than a byte. */
export function mostOf({ instructions, facts }: Prompt, model: SummaryModel): number {
  const bytes = new TextEncoder().encode(instructions + facts).byteLength;
  return costOf({ input: bytes, output: model.maxOutputTokens }, model);
}
