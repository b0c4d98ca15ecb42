/**
 * Keeps in the database what cells show.
 *
 * @module
 */
import type { OpenNotebook, ParameterSet } from "./open_notebook.ts";
import { forgetOldSets, NOTHING_SHOWN, saveShown } from "./shown.ts";

/** Keeps what cells show that is only in memory. */
export async function saveUnsaved(open: OpenNotebook, set: ParameterSet): Promise<void> {
  const cells = new Map(
    [...set.unsaved].map((name) => [name, set.shown.get(name) ?? NOTHING_SHOWN] as const),
  );
  if (cells.size === 0) return;
  set.unsaved.clear();
  const { database } = open.shared.services;
  try {
    await saveShown(database, { notebook: open.id, parameters: set.id, cells });
    if (!set.isKnown) await forgetOldSets(database, open.id);
    set.isKnown = true;
  } catch (error) {
    for (const name of cells.keys()) set.unsaved.add(name);
    throw error;
  }
}
