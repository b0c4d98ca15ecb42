/**
 * What was built for browsers, and of what.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { islandsIn } from "@/lib/web/modules.ts";
import type { Scripts } from "@/lib/web/render.ts";
import type { SiteFiles } from "@/lib/web/site_files.ts";

/** What was built, as it is kept beside the bundles. */
export interface BuildManifest {
  readonly scripts: Scripts;
  /** The digest of each file that went in, from the project's root. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The digest of each bundle, from the project's root: one that is missing or cut is built again. */
  readonly outputs: Readonly<Record<string, string>>;
}

const PROJECT = new URL("../../../", import.meta.url);

/** Tells which packages there are: what is built of others is outdated. */
export const SETTINGS_FILES = ["deno.json", "deno.lock"];

/** Returns what was built, or `null` where nothing was, or not by us. */
export async function readManifest(site: SiteFiles): Promise<BuildManifest | null> {
  try {
    const manifest: Partial<BuildManifest> | null = JSON.parse(
      await Deno.readTextFile(manifestOf(site)),
    );
    const isWhole = manifest?.scripts?.islands && manifest.inputs && manifest.outputs;
    return isWhole ? manifest as BuildManifest : null; // as `writeManifest` wrote it
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps what was built. */
export async function writeManifest(site: SiteFiles, manifest: BuildManifest): Promise<void> {
  await writeWhole(site, manifestOf(site), new TextEncoder().encode(JSON.stringify(manifest)));
}

/** Writes a file of a site's build, which takes the old one's place at once. */
export async function writeWhole(
  { build }: SiteFiles,
  path: string | URL,
  bytes: Uint8Array,
): Promise<void> {
  const unfinished = new URL(`${build}/${crypto.randomUUID()}.tmp`, PROJECT);
  await Deno.mkdir(new URL(".", path instanceof URL ? path : pathToFileURL(path)), {
    recursive: true,
  });
  await Deno.writeFile(unfinished, bytes);
  await Deno.rename(unfinished, path);
}

/** Whether what was built is what would be built now. */
export async function isUpToDate(site: SiteFiles): Promise<boolean> {
  const manifest = await readManifest(site);
  if (manifest === null) return false;
  const { scripts } = manifest;
  const islands = await islandsIn(site.islands);
  if (islands.join() !== Object.keys(scripts.islands).sort().join()) return false;
  const files = { ...manifest.inputs, ...manifest.outputs };
  const now = await digestsOf(Object.keys(files));
  return Object.entries(files).every(([file, digest]) => now[file] === digest);
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
