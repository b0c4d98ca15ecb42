/**
 * Finds what bundles import where Deno keeps it: files of the project by `@/`, packages in Deno's
 * cache, where no `node_modules` is.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** Marks what this plugin asks esbuild itself. */
const INSIDE = Symbol("inside a package");

/** Resolves `@/` and packages. */
export const denoResolver: Plugin = {
  name: "deno",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) => resolve(build, args));
  },
};

async function resolve(
  build: PluginBuild,
  { path, importer, kind, pluginData }: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (kind === "entry-point" || pluginData === INSIDE || /^(data|https?|node):/.test(path)) return;
  if (path.startsWith("@/")) return { path: join(PROJECT, path.slice(2)) };
  const found = locate(path, importer);
  if (found.startsWith(PROJECT)) return { path: found };
  const name = packageName(path);
  const root = await rootOf(found, name);
  const inside = { kind, importer, resolveDir: root, pluginData: INSIDE };
  // A package may import itself by name, so esbuild reads its exports; one without is a folder.
  const byName = await build.resolve(path, inside);
  if (byName.errors.length === 0) return byName;
  return await build.resolve(`.${path.slice(name.length) || "/"}`, inside);
}

/** Returns some file of the package that an import means. */
function locate(path: string, importer: string): string {
  if (importer.startsWith(PROJECT)) {
    const url = import.meta.resolve(path);
    if (url.startsWith("file:")) return fileURLToPath(url);
  }
  return createRequire(pathToFileURL(importer)).resolve(path);
}

function packageName(path: string): string {
  return path.split("/").slice(0, path.startsWith("@") ? 2 : 1).join("/");
}

/** Returns the folder of a package, from any file in it. */
async function rootOf(file: string, name: string): Promise<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const described = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
      if (described.name === name) return folder;
    } catch {
      // Not every folder describes a package.
    }
  }
  throw new Error(`Cannot bundle "${name}" as it must be a package: current file is ${file}`);
}
