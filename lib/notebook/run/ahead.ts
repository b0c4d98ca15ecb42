/**
 * Begins to read the first file of a plan while the database still opens: whether
 * the catalogue has its rows is known only then.
 *
 * @module
 */
import type { Reading } from "@/lib/steps/sources.ts";
import type { RunContext } from "@/lib/steps/step.ts";
import { findWanted } from "./fuse.ts";
import type { Key } from "./keys.ts";
import type { Plan } from "./plan.ts";

/** Readings that were begun, by the key of their load; those that nobody takes end with this. */
export class ReadAhead implements AsyncDisposable {
  readonly #context: Pick<RunContext, "startReader" | "signal">;
  readonly #readings = new Map<Key, Promise<Reading>>();

  constructor(context: Pick<RunContext, "startReader" | "signal">) {
    this.#context = context;
  }

  /** Begins with the plan's first load; one more reader would only be in the way of others. */
  begin(plan: Plan): void {
    if (plan.problems.some(({ severity }) => severity === "error")) return;
    for (const { name, key, step, parameters, sources } of plan.cells.values()) {
      if (key === null || step.begin === undefined) continue;
      const reading = step.begin(parameters, {
        ...this.#context,
        cell: name,
        sources,
        zone: plan.setting.zone,
        wanted: findWanted(plan, name, { cache: false }),
      });
      if (reading === null) continue;
      // The load that takes it is told what went wrong.
      reading.catch(() => {});
      this.#readings.set(key, reading);
      return;
    }
  }

  /** Returns what was begun for a load, which then has to end it. */
  take(key: Key): Promise<Reading> | null {
    const reading = this.#readings.get(key) ?? null;
    this.#readings.delete(key);
    return reading;
  }

  /** Ends what nobody took. */
  async [Symbol.asyncDispose](): Promise<void> {
    const left = [...this.#readings.values()];
    this.#readings.clear();
    await Promise.all(left.map((reading) => reading.then((begun) => begun.stop(), () => {})));
  }
}
