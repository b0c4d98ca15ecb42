/**
 * What was built for browsers, and of what.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { islandsIn } from "@/lib/web/modules.ts";
import type { Scripts } from "@/lib/web/render.ts";
import type { SiteFiles } from "@/lib/web/site_files.ts";

/** What was built, as it is kept beside the bundles. */
export interface BuildManifest {
  readonly scripts: Scripts;
  /** The digest of each file that went in, from the project's root. */
  readonly inputs: Readonly<Record<string, string>>;
}

const PROJECT = new URL("../../../", import.meta.url);

/** Tells which packages there are: what is built of others is outdated. */
export const SETTINGS_FILES = ["deno.json", "deno.lock"];

/** Returns what was built, or `null` where nothing was. */
export async function readManifest(site: SiteFiles): Promise<BuildManifest | null> {
  try {
    return JSON.parse(await Deno.readTextFile(manifestOf(site))); // as `writeManifest` wrote it
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps what was built. It takes the old one's place at once. */
export async function writeManifest(site: SiteFiles, manifest: BuildManifest): Promise<void> {
  const written = new URL(`${site.build}/${crypto.randomUUID()}.tmp`, PROJECT);
  await Deno.writeTextFile(written, JSON.stringify(manifest));
  await Deno.rename(written, manifestOf(site));
}

/** Whether what was built is what would be built now. */
export async function isUpToDate(site: SiteFiles): Promise<boolean> {
  const manifest = await readManifest(site);
  if (manifest === null) return false;
  const { inputs, scripts } = manifest;
  const islands = await islandsIn(site.islands);
  if (islands.join() !== Object.keys(scripts.islands).sort().join()) return false;
  const now = await digestsOf(Object.keys(inputs));
  return Object.entries(inputs).every(([file, digest]) => now[file] === digest);
}

/** Returns the digest of each file; one that is gone has an empty one. */
export async function digestsOf(
  files: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const digests = files.map(async (
    file,
  ): Promise<[string, string]> => [file, await digestOf(file)]);
  return Object.fromEntries(await Promise.all(digests));
}

function manifestOf(site: SiteFiles): URL {
  return new URL(`${site.build}/manifest.json`, PROJECT);
}

async function digestOf(file: string): Promise<string> {
  try {
    const bytes = await Deno.readFile(new URL(file, PROJECT));
    return createHash("sha256").update(bytes).digest("hex");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
