/**
 * What results are shown as, by key: blocks and figures as the step gave them, and charts as
 * they were drawn once. Served from memory, else from the database.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import { isFigure } from "@/lib/chart/figure.ts";
import type { Figures } from "@/lib/steps/step.ts";
import type { CellOutput } from "./notebook_view.ts";
import type { Background } from "./background.ts";
import { Recent } from "./recent.ts";
import type { NotebookServices } from "./services.ts";

/** What a result is shown as, whoever shows it. */
export type Output = Omit<CellOutput, "origin">;

/** What keeping outputs needs. */
export interface OutputServices extends Pick<NotebookServices, "database" | "drawer" | "log"> {
  readonly background: Background;
  /** Milliseconds, to know when to draw again; the clock of the machine unless told. */
  readonly now?: () => number;
}

/** Letters of all outputs in memory together. */
const KEPT_LETTERS = 64_000_000;

/** Charts that could not be drawn are tried again at the next view, then after so long, twice that, and so on. */
export const FIRST_WAIT_MILLISECONDS = 10_000;
const LONGEST_WAIT_MILLISECONDS = 10 * 60 * 1000;

/** An output whose charts could not be drawn: how often, and when to try again. */
interface Undrawn {
  readonly tries: number;
  readonly again: number;
}

/** Keeps outputs. */
export class Outputs {
  readonly #services: OutputServices;
  readonly #recent = new Recent<string, Output>(KEPT_LETTERS);
  readonly #making = new Map<string, Promise<Output>>();
  readonly #undrawn = new Map<string, Undrawn>();
  readonly #now: () => number;

  constructor(services: OutputServices) {
    this.#services = services;
    this.#now = services.now ?? Date.now;
  }

  /** Returns what is in memory. */
  peek(key: string): Output | null {
    return this.#recent.find(key);
  }

  /** Whether an output is being made. */
  makes(key: string): boolean {
    return this.#making.has(key);
  }

  /** Brings what the database has of these keys into memory, in two statements at most. */
  async load(keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => this.#recent.find(key) === null);
    if (missing.length === 0) return;
    const { kysely } = this.#services.database;
    const rows = await kysely.selectFrom("outputs").selectAll().where("key", "in", missing)
      .execute();
    if (rows.length === 0) return;
    const drawings = await kysely.selectFrom("drawings").selectAll()
      .where("key", "in", rows.map(({ key }) => key)).execute();
    for (const { key, blocks, figures, computed_at, ...row } of rows) {
      this.#keep({
        key,
        rows: row.rows,
        rejected: row.rejected,
        blocks: JSON.parse(blocks),
        figures: JSON.parse(figures),
        drawings: Object.fromEntries(
          drawings.filter((one) => one.key === key)
            .map(({ place, wide, narrow }) => [place, { wide, narrow }]),
        ),
        milliseconds: row.milliseconds,
        computedAt: computed_at,
      });
    }
  }

  /** Draws the figures of a new output and keeps it; once, however many ask for it at a time. */
  async make(output: Omit<Output, "drawings">): Promise<Output> {
    const known = this.#recent.find(output.key) ?? this.#making.get(output.key);
    if (known !== undefined) return await known;
    return await this.#begin(output);
  }

  /** Whether the charts of an output in memory could not be drawn, and it is time to try again. */
  isDue(key: string): boolean {
    const undrawn = this.#undrawn.get(key);
    return undrawn !== undefined && !this.#making.has(key) && undrawn.again <= this.#now() &&
      this.#recent.find(key) !== null;
  }

  /** Draws what could not be drawn, where it is time to; whether there are charts now. */
  async drawAgain(key: string): Promise<boolean> {
    const output = this.#recent.find(key);
    if (output === null || !this.isDue(key)) return false;
    await this.#begin(output);
    return !this.#undrawn.has(key);
  }

  #begin(output: Omit<Output, "drawings">): Promise<Output> {
    const making = this.#make(output).finally(() => this.#making.delete(output.key));
    this.#making.set(output.key, making);
    return making;
  }

  /** Who shows it does not wait until it is saved. */
  async #make(bare: Omit<Output, "drawings">): Promise<Output> {
    const drawings = await this.#draw(bare.blocks);
    const output = { ...bare, drawings: drawings ?? {} };
    this.#keep(output);
    if (drawings === null) this.#delay(bare.key);
    else {
      this.#undrawn.delete(bare.key);
      this.#services.background.begin("output", () => this.#save(output));
    }
    return output;
  }

  /** Notes that charts are missing: nothing is saved, and a later view draws them. */
  #delay(key: string): void {
    const { tries } = this.#undrawn.get(key) ?? { tries: 0 };
    const next = tries === 0 ? 0 : FIRST_WAIT_MILLISECONDS * 2 ** (tries - 1);
    const wait = Math.min(next, LONGEST_WAIT_MILLISECONDS);
    this.#undrawn.set(key, { tries: tries + 1, again: this.#now() + wait });
  }

  /** Returns drawings by place; `null` where drawing failed: the blocks stand all the same. */
  async #draw(blocks: readonly Block[]): Promise<Readonly<Record<number, Drawing>> | null> {
    const { drawer, log } = this.#services;
    const places = blocks.flatMap((block, place) => isFigure(block) ? [{ block, place }] : []);
    if (drawer === null || places.length === 0) return {};
    try {
      const drawings = await drawer.draw(places.map(({ block }) => block));
      return Object.fromEntries(places.map(({ place }, i) => [place, drawings[i]]));
    } catch (error) {
      log.error("drawing.error", { error });
      return null;
    }
  }

  #keep(output: Output): void {
    const letters = Object.values(output.drawings)
      .reduce((sum, { wide, narrow }) => sum + wide.length + narrow.length, 0);
    this.#recent.keep(output.key, output, letters + lettersOf(output.blocks, output.figures));
  }

  async #save(output: Output): Promise<void> {
    const { key, rows, rejected, blocks, figures, drawings, milliseconds, computedAt } = output;
    const { database } = this.#services;
    await database.transaction(async ({ kysely }) => {
      await kysely.insertInto("outputs").values({
        key,
        rows,
        rejected,
        blocks: JSON.stringify(blocks),
        figures: JSON.stringify(figures),
        milliseconds,
        computed_at: computedAt,
      }).onConflict((conflict) => conflict.doNothing()).execute();
      const drawn = Object.entries(drawings);
      if (drawn.length === 0) return;
      await kysely.insertInto("drawings").values(
        drawn.map(([place, { wide, narrow }]) => ({ key, place: Number(place), wide, narrow })),
      ).onConflict((conflict) => conflict.doNothing()).execute();
    });
  }
}

function lettersOf(blocks: readonly Block[], figures: Figures): number {
  return JSON.stringify(blocks).length + JSON.stringify(figures).length;
}
