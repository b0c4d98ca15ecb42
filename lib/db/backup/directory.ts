/**
 * The directory of an embedded database that nobody works on.
 *
 * @module
 */
import { join } from "node:path";
import { takeLock } from "@/lib/db/embedded/lock.ts";

/** Returns the directory of Postgres in the folder of a database. */
export function directoryIn(databaseFolder: string): string {
  return join(databaseFolder, "database");
}

/** Keeps others out of the folder of a database, which is made. @throws AppError DATABASE_BUSY */
export async function takeFolder(databaseFolder: string): Promise<Disposable> {
  await Deno.mkdir(databaseFolder, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(databaseFolder, "database.lock"));
  try {
    // A process whose parent was killed a moment ago may still be writing.
    const file = await openLock(join(directoryIn(databaseFolder), "daybook.lock"));
    await file?.lock(true);
    return {
      [Symbol.dispose]() {
        file?.close();
        lock[Symbol.dispose]();
      },
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

/** Opens the lock of Postgres' process; `null` where there is no database. */
async function openLock(path: string): Promise<Deno.FsFile | null> {
  try {
    return await Deno.open(path, { create: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
