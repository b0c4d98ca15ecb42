/**
 * The mark of a restore that moves things: where it was interrupted some are old, some new and some missing,
 * and nobody may open that as a workspace.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** A restore that has begun to move things, and did not come to its end. */
export interface BegunRestore {
  /** The folder to which it moves what was there. */
  readonly aside: string;
  /** Whether it moves files too, and not the database alone. */
  readonly withFiles: boolean;
}

/** Returns the path of the mark, in the folder of a database. */
export function restoreMark(databaseFolder: string): string {
  return `${databaseFolder}/restoring.json`;
}

/** Finds a restore that was interrupted while it moved things; `null` where none was. */
export function findInterrupted(databaseFolder: string): BegunRestore | null {
  try {
    return JSON.parse(Deno.readTextFileSync(restoreMark(databaseFolder))) as BegunRestore; // Written by restore().
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Refuses a folder in which a restore was interrupted. @throws AppError DATABASE_ERROR */
export function refuseInterrupted(databaseFolder: string, act: string): void {
  const begun = findInterrupted(databaseFolder);
  if (begun === null) return;
  const file = restoreMark(databaseFolder);
  const message = `Cannot ${act} as a restore of a backup must have ended: ` +
    `current value is one that was interrupted`;
  const remedy = `Run "deno task restore" again with the same words; ` +
    `or move back by hand what is in "${begun.aside}", and remove "${file}"`;
  throw new AppError("DATABASE_ERROR", message, {
    problems: [{ severity: "error", code: "DATABASE_ERROR", message, place: { file }, remedy }],
  });
}
