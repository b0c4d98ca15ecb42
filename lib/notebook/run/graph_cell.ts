/**
 * A cell as the graph sees it, and the stage that it really gives.
 *
 * @module
 */
import type { Stage } from "@/lib/frame/schema.ts";
import { BY_NAME } from "@/lib/steps/step.ts";

/** A cell as the graph sees it. */
export interface GraphCell {
  readonly name: string;
  readonly kind: string;
  /** The cells named by `from`; `null` where it is left to the nearest above. */
  readonly from: readonly string[] | null;
  /** The cells that the body names, where the kind takes many; `null` where it takes one. */
  readonly mentions: readonly string[] | null;
  /** The events cell that the body names beside; `null` where it names none. */
  readonly events: string | null;
  /** The stages that the kind accepts; empty where it takes nothing. */
  readonly accepts: readonly Stage[];
  /** What it gives; "same" hands on its input's stage. */
  readonly gives: Stage | "same";
  readonly disabled: boolean;
}

/** Follows "same" up the page to the stage that a cell really gives. Cost: each cell once. */
export class StageFinder {
  readonly #cells: ReadonlyMap<string, GraphCell>;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #all: readonly GraphCell[];
  /** What was found; `null` while it is looked for, so that a cycle ends. */
  readonly #found = new Map<string, Stage | null>();

  constructor(cells: readonly GraphCell[]) {
    this.#all = cells;
    this.#cells = new Map(cells.map((cell) => [cell.name, cell]));
    this.#positions = new Map(cells.map((cell, position) => [cell.name, position]));
  }

  /** Returns the stage of a cell; `null` where there is none, or it hangs on itself. */
  of(name: string): Stage | null {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    this.#found.set(name, null);
    const stage = this.#find(name);
    this.#found.set(name, stage);
    return stage;
  }

  /** Returns the nearest cell above a position that gives what the kind accepts. */
  nearestAbove(position: number, { accepts }: GraphCell): string | null {
    for (let above = position - 1; above >= 0; above--) {
      const { name } = this.#all[above];
      const stage = this.of(name);
      const isFit = stage !== null && accepts.includes(stage) && !BY_NAME.includes(stage);
      if (isFit) return name;
    }
    return null;
  }

  #find(name: string): Stage | null {
    const cell = this.#cells.get(name);
    if (cell === undefined) return null;
    if (cell.gives !== "same") return cell.gives;
    const input = cell.from === null
      ? this.nearestAbove(this.#positions.get(name) ?? 0, cell)
      : cell.from[0] ?? null;
    return input === null ? null : this.of(input);
  }
}
