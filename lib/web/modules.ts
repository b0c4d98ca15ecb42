/**
 * Finds and loads files by their paths from the project's root.
 *
 * @module
 */
const PROJECT = new URL("../../", import.meta.url);

/** Returns the files below a folder, ordered; none where there is no such folder. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(urlOf(`${folder}/`))) {
      const path = `${folder}/${name}`;
      if (isDirectory) found.push(...await filesBelow(path));
      else found.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

/** Returns what a file holds. */
export async function readFile(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(urlOf(file));
}

/** Loads all modules below a folder. */
export async function loadModules(
  folder: string,
): Promise<Readonly<Record<string, { readonly default?: unknown }>>> {
  const files = (await filesBelow(folder)).filter((file) => /\.tsx?$/.test(file));
  const modules = await Promise.all(files.map((file) => import(urlOf(file).href)));
  return Object.fromEntries(files.map((file, index) => [file, modules[index]]));
}

/** Names of routes have brackets, which mean nothing in a path. */
function urlOf(file: string): URL {
  return new URL(file.split("/").map(encodeURIComponent).join("/"), PROJECT);
}
