/**
 * What happened at the periods of a chart, by name. Runs in a browser too.
 *
 * @module
 */
import type { EventMark, LineBlock } from "./block.ts";

/** Names told of one period; more would hide what else is told. */
const MOST_NAMES = 4;

/** Returns what happened in each period, in words, by its position; nothing where nothing did. */
export function eventWords(
  { events = [] }: Pick<LineBlock, "events">,
): ReadonlyMap<number, string> {
  const names = new Map<number, Set<string>>();
  for (const { name, from, until } of events) {
    for (let index = from; index <= until; index++) {
      const found = names.get(index) ?? new Set();
      found.add(name);
      names.set(index, found);
    }
  }
  return new Map([...names].map(([index, found]) => [index, wordsOf([...found])]));
}

function wordsOf(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest <= 0 ? names.join(", ") : `${names.slice(0, MOST_NAMES).join(", ")} and ${rest} more`;
}

/** Positions that follow each other, both in. */
export interface PeriodStretch {
  readonly from: number;
  readonly until: number;
}

/** Returns the stretches of periods in which anything happened, in their order. */
export function stretchesOf(events: readonly EventMark[]): readonly PeriodStretch[] {
  const stretches: { from: number; until: number }[] = [];
  for (const { from, until } of events.toSorted((a, b) => a.from - b.from)) {
    const last = stretches.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else stretches.push({ from, until });
  }
  return stretches;
}
