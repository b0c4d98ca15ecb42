/**
 * Computes ahead what hangs on a kpi whose figures are known once a file is read: its rows are
 * still on their way into the database then, and the kpi is still to run. Cells that ask for the
 * same later get what was computed; where they ask for anything else, it was in vain.
 *
 * @module
 */
import type { Rollup } from "@/lib/read/rollup.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { remember } from "@/lib/stats/remember.ts";
import type { Foreseen } from "@/lib/steps/sources.ts";
import type { Plan, PlannedCell } from "./plan.ts";

/** What a run says of what may be begun. */
export interface ForesightOptions {
  /** Takes nothing from the catalogue. */
  readonly cache: boolean;
  readonly signal: AbortSignal;
  readonly halt?: AbortSignal;
}

/** What a run computes, ahead or not. */
export class Foresight {
  /** What the cells of the run compute with. */
  readonly compute: Statistics;
  readonly #plan: Plan;
  readonly #options: ForesightOptions;
  readonly #ended = new AbortController();

  constructor(plan: Plan, compute: Statistics, options: ForesightOptions) {
    this.#plan = plan;
    this.#options = options;
    this.compute = remember(compute);
  }

  /** Begins with all that rollups tell, by the keys of their kpis. */
  begin(types: Foreseen["types"], rollups: ReadonlyMap<string, Rollup>): void {
    if (this.#options.halt?.aborted) return;
    const signal = AbortSignal.any([this.#options.signal, this.#ended.signal]);
    const { asOf } = this.#plan.setting;
    for (const cell of this.#plan.cells.values()) {
      const { step, parameters } = cell;
      const kpi = this.#kpiAbove(cell);
      const rollup = rollups.get(kpi?.key ?? "");
      if (kpi === null || rollup === undefined || !this.#willRun(cell)) continue;
      step.prepare?.(
        parameters,
        (choice) => kpi.step.foresee?.(kpi.parameters, choice, { rollup, types, asOf }) ?? null,
        { compute: this.compute, signal },
      ).catch(() => {}); // The cell is told when it asks itself.
    }
  }

  /** Gives up what nobody has asked for. */
  end(): void {
    this.#ended.abort();
  }

  /** Returns the cell whose series a cell gets; what hands on its input is passed over. */
  #kpiAbove({ parents }: PlannedCell): PlannedCell | null {
    const above = this.#plan.cells.get(parents[0] ?? "") ?? null;
    return above !== null && above.step.gives === "same" ? this.#kpiAbove(above) : above;
  }

  #willRun({ key, stored, waits }: PlannedCell): boolean {
    return key !== null && waits === null && !(this.#options.cache && stored !== null);
  }
}
