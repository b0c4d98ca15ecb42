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

/** Returns the modules below a folder. */
export async function modulesBelow(folder: string): Promise<readonly string[]> {
  return (await filesBelow(folder)).filter((file) => /\.tsx?$/.test(file));
}

/** Returns the islands of a folder; the folders in it hold parts of them. */
export async function islandsIn(folder: string): Promise<readonly string[]> {
  return (await filesBelow(folder)).filter((file) =>
    /^\/[^/]+\.tsx$/.test(file.slice(folder.length))
  );
}

/** Returns what a file holds. */
export async function readFile(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(urlOf(file));
}

/** Loads modules. */
export async function loadModules(
  files: readonly string[],
): Promise<Readonly<Record<string, { readonly default?: unknown }>>> {
  const modules = await Promise.all(files.map((file) => import(urlOf(file).href)));
  return Object.fromEntries(files.map((file, index) => [file, modules[index]]));
}

/** Names of routes have brackets, which mean nothing in a path. */
function urlOf(file: string): URL {
  return new URL(file.split("/").map(encodeURIComponent).join("/"), PROJECT);
}
