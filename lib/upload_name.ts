/**
 * The name that a kept file came with, beside the file: who loads it by its digest tells it so.
 *
 * @module
 */
import { join } from "node:path";

/** Returns the name, or `null` where nobody told one. */
export async function readUploadName(folder: string, digest: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(pathOf(folder, digest)) || null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Keeps the name; the same bytes keep the name that they came with first. */
export async function writeUploadName(folder: string, digest: string, name: string): Promise<void> {
  if (await readUploadName(folder, digest) !== null) return;
  // Whoever reads it, or makes a backup meanwhile, finds all of it or none.
  const arriving = join(folder, `.${crypto.randomUUID()}`);
  try {
    await Deno.writeTextFile(arriving, name, { mode: 0o600 });
    await Deno.rename(arriving, pathOf(folder, digest));
  } catch (error) {
    await removeIfThere(arriving);
    throw error;
  }
}

/** Forgets the name; nothing to forget is as good. */
export async function removeUploadName(folder: string, digest: string): Promise<void> {
  await removeIfThere(pathOf(folder, digest));
}

function pathOf(folder: string, digest: string): string {
  return join(folder, `${digest}.name`);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
