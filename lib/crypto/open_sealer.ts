/**
 * The keys that the settings name, or one that is kept in the data directory.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { createSealer, type Sealer, sealingKey } from "./sealing.ts";

/** The keys as they are set. */
export interface KeyTexts {
  /** Seals; `null` where nobody set it. */
  readonly current: string | null;
  /** Open what they sealed before. */
  readonly previous: readonly string[];
}

/** The key's own file in the data directory, where no setting names one. */
export const SEALING_KEY_FILE = "sealing.key";
const KEPT_BYTES = 32;

/**
 * Makes what seals. Where no key is set, one is made and kept in the data directory; it still opens
 * what it sealed once another is set.
 */
export async function openSealer(
  { current, previous }: KeyTexts,
  dataDirectory: string,
): Promise<Sealer> {
  const path = join(dataDirectory, SEALING_KEY_FILE);
  const kept = await readKept(path);
  const own = current ?? kept ?? await makeKept(path, dataDirectory);
  const others = [...previous, ...(kept === null ? [] : [kept])];
  return createSealer([keyOf(own), ...others.filter((text) => text !== own).map(keyOf)]);
}

/** A secret text may have any length: its digest has that of a key. */
function keyOf(text: string) {
  return sealingKey(createHash("sha256").update("daybook sealing key\n").update(text).digest());
}

async function readKept(path: string): Promise<string | null> {
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function makeKept(path: string, folder: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  const text = randomBytes(KEPT_BYTES).toString("base64");
  try {
    using file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
    await file.write(new TextEncoder().encode(`${text}\n`));
    await file.sync();
  } catch (error) {
    // Another process made it in between.
    const kept = error instanceof Deno.errors.AlreadyExists ? await readKept(path) : null;
    if (kept === null) throw error;
    return kept;
  }
  return text;
}
