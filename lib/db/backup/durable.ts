/**
 * Makes what was written outlast a power cut.
 *
 * @module
 */

/** Waits until the names in a folder are on the disk; Windows cannot be asked for that. */
export async function syncFolder(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using opened = await Deno.open(folder);
  await opened.sync();
}

/** Waits until a file's bytes are on the disk. */
export async function syncFile(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

/** Removes a file or folder with all below it; nothing to remove is as good. */
export async function removeAll(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    // There is nothing below a file either.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return;
    throw error;
  });
}
