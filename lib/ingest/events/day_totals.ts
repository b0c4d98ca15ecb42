/**
 * Adds up events by source, metric and day, without error, as the database would.
 *
 * @module
 */
import { ExactSum } from "@/lib/read/columns/exact_sum.ts";
import { compareDecimals } from "./decimal_text.ts";
import type { Event } from "./event.ts";

/** What the events of a source, a metric and a day come to. */
export interface DayTotals {
  readonly source: string;
  readonly metric: string;
  /** Days from 1970. */
  readonly day: number;
  readonly count: number;
  /** Plain decimal texts. */
  readonly sum: string;
  readonly min: string;
  readonly max: string;
}

/** Adds up events. */
export function totalsOf(events: Iterable<Event>): readonly DayTotals[] {
  const sources = new Map<string, Map<string, Map<number, Total>>>();
  for (const { source, metric, day, value } of events) {
    const metrics = sources.getOrInsertComputed(source, () => new Map());
    const days = metrics.getOrInsertComputed(metric, () => new Map());
    days.getOrInsertComputed(day, () => new Total()).add(value);
  }
  return sources.entries().flatMap(([source, metrics]) =>
    metrics.entries().flatMap(([metric, days]) =>
      days.entries().map(([day, total]) => ({ source, metric, day, ...total.told() }))
    )
  ).toArray();
}

class Total {
  #count = 0;
  readonly #sum = new ExactSum();
  #min = "";
  #max = "";

  add(value: string): void {
    this.#sum.addText(value);
    if (this.#count === 0 || compareDecimals(value, this.#min) < 0) this.#min = value;
    if (this.#count === 0 || compareDecimals(value, this.#max) > 0) this.#max = value;
    this.#count++;
  }

  told(): Pick<DayTotals, "count" | "sum" | "min" | "max"> {
    return { count: this.#count, sum: this.#sum.toText(), min: this.#min, max: this.#max };
  }
}
