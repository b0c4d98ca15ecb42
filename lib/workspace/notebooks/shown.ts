/**
 * What each cell shows for a set of parameters: the key of its last result, and how its last
 * run failed where it did.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Effect } from "@/lib/notebook/edit/edit.ts";
import type { Figures } from "@/lib/steps/step.ts";

/** How a cell failed. */
export interface Failure {
  /** `null` where the cell could not even be planned. */
  readonly key: string | null;
  readonly problems: readonly Problem[];
  /** What it found all the same, as a check does. */
  readonly blocks: readonly Block[];
  readonly figures: Figures;
  readonly rejected: number;
  readonly milliseconds: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** What a cell shows. */
export interface Shown {
  readonly key: string | null;
  readonly origin: "computed" | "cache" | null;
  readonly failure: Failure | null;
  /** How long computing it took when it was computed last. */
  readonly milliseconds: number | null;
}

/** By cell. */
export type ShownCells = Map<string, Shown>;

/** A cell that shows nothing. */
export const NOTHING_SHOWN: Shown = { key: null, origin: null, failure: null, milliseconds: null };

/** Sets of parameters that are remembered of one notebook. */
const KEPT_SETS = 20;

/** Returns what the cells of a notebook show, by set of parameters, the one used last first. */
export async function loadShown(
  database: Database,
  notebook: string,
): Promise<Map<string, ShownCells>> {
  const rows = await database.kysely.selectFrom("shown").selectAll()
    .where("notebook", "=", notebook).orderBy("changed_at", "desc").execute();
  const sets = new Map<string, ShownCells>();
  for (const row of rows) {
    const cells = sets.get(row.parameters) ?? new Map();
    sets.set(row.parameters, cells);
    cells.set(row.cell, {
      key: row.key,
      origin: row.origin,
      // What saveShown wrote.
      failure: row.failure as Failure | null,
      milliseconds: row.milliseconds,
    });
  }
  return sets;
}

/** Remembers what cells show for a set of parameters, and forgets the sets used longest ago. */
export async function saveShown(
  database: Database,
  { notebook, parameters, cells }: {
    readonly notebook: string;
    readonly parameters: string;
    readonly cells: ReadonlyMap<string, Shown>;
  },
): Promise<void> {
  if (cells.size === 0) return;
  await database.kysely.insertInto("shown").values(
    [...cells].map(([cell, { key, origin, failure, milliseconds }]) => ({
      notebook,
      parameters,
      cell,
      key,
      origin,
      failed_key: failure?.key ?? null,
      failure: failure === null ? null : JSON.stringify(failure),
      milliseconds,
      changed_at: new Date().toISOString(),
    })),
  ).onConflict((conflict) =>
    conflict.columns(["notebook", "parameters", "cell"]).doUpdateSet((row) => ({
      key: row.ref("excluded.key"),
      origin: row.ref("excluded.origin"),
      failed_key: row.ref("excluded.failed_key"),
      failure: row.ref("excluded.failure"),
      milliseconds: row.ref("excluded.milliseconds"),
      changed_at: row.ref("excluded.changed_at"),
    }))
  ).execute();
}

/** The set of parameters that a notebook begins with, and whose card is shown. */
export const DEFAULTS = "{}";

/** Forgets all but the sets of parameters that were used last; the defaults stay. */
export async function forgetOldSets(database: Database, notebook: string): Promise<void> {
  await database.query(
    "delete from daybook.shown where notebook = $1 and parameters <> $3 and parameters not in (" +
      "select parameters from daybook.shown where notebook = $1 " +
      "group by parameters order by max(changed_at) desc limit $2)",
    [notebook, KEPT_SETS, DEFAULTS],
  );
}

/** Does in memory to what cells show what an edit did to the cells. */
export function followEffects(cells: ShownCells, effects: readonly Effect[]): void {
  for (const effect of effects) {
    switch (effect.type) {
      case "renamed": {
        const shown = cells.get(effect.from);
        cells.delete(effect.from);
        if (shown !== undefined) cells.set(effect.to, shown);
        break;
      }
      case "added":
        // Another cell may have had the name before.
        cells.delete(effect.cell);
        break;
      case "deleted":
        // Kept: undoing it brings back what was shown.
        break;
    }
  }
}

/** Does the same in the database, for all sets of parameters. */
export async function saveEffects(
  database: Database,
  notebook: string,
  effects: readonly Effect[],
): Promise<void> {
  for (const effect of effects) {
    if (effect.type === "deleted") continue;
    const gone = effect.type === "renamed" ? effect.to : effect.cell;
    await database.kysely.deleteFrom("shown").where("notebook", "=", notebook)
      .where("cell", "=", gone).execute();
    if (effect.type === "added") continue;
    await database.kysely.updateTable("shown").set({ cell: effect.to })
      .where("notebook", "=", notebook).where("cell", "=", effect.from).execute();
  }
}
