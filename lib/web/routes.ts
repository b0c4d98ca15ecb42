/**
 * Which path a file of `routes/` answers, and which files stand around it.
 *
 * `[id]` is any one part of a path, `[[id]]` one that may be left out, `[...rest]` all that is
 * left. Folders in parentheses group files without a part of the path. A group whose name begins
 * with `_`, as `(_shared)`, and files that begin with `_` hold no routes.
 *
 * @module
 */

/** A route: a path, and the file that answers it. */
export interface Route {
  /** As Hono writes it: `/notebooks/:id`. */
  readonly pattern: string;
  /** From the project's root: `routes/notebooks/[id].tsx`. */
  readonly file: string;
}

/** Returns the routes of these files, the most specific first. @throws where two have one path. */
export function routeTable(files: readonly string[]): readonly Route[] {
  const routes = files.filter(isRoute)
    .map((file): Route => ({ file, pattern: patternOf(file) }))
    .sort((a, b) => compareText(rankOf(a.pattern), rankOf(b.pattern)));
  const seen = new Map<string, string>();
  for (const { file, pattern } of routes) {
    const shape = pattern.replace(/:\w+/g, ":");
    const other = seen.get(shape);
    if (other !== undefined) {
      throw new Error(
        `Cannot serve ${pattern} as one file must answer it: ${other} and ${file} do`,
      );
    }
    seen.set(shape, file);
  }
  return routes;
}

/** Returns the folders around a file, the outermost first. */
export function foldersOf(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Returns the deepest folder of `routes/` that a path without a route leads into. */
export function folderOfPath(files: readonly string[], path: string): string {
  let folder = "routes";
  for (const part of path.split("/").filter((part) => part !== "")) {
    const next = `${folder}/${part}`;
    if (!files.some((file) => file.startsWith(`${next}/`))) break;
    folder = next;
  }
  return folder;
}

/** Whether a file answers requests. */
export function isRoute(file: string): boolean {
  return !/(^|\/)(_[^/]*|\(_[^/]*\))(\/|$)/.test(file.replace(/\.tsx?$/, ""));
}

/** Returns the path that a file answers, as Hono writes it. */
export function patternOf(file: string): string {
  const parts = file.replace(/^routes\//, "").replace(/\.tsx?$/, "").split("/")
    .filter((part) => !/^\(.*\)$/.test(part));
  if (parts.at(-1) === "index") parts.pop();
  return `/${parts.map(partOf).join("/")}`;
}

function partOf(part: string): string {
  return part
    .replace(/^\[\.\.\.(\w+)\]$/, ":$1{.+}")
    .replace(/^\[\[(\w+)\]\]$/, ":$1?")
    .replace(/^\[(\w+)\]$/, ":$1");
}

/** Orders patterns part by part: a fixed text, then any part, then all that is left. */
function rankOf(pattern: string): string {
  return pattern.split("/")
    .map((part) => part.endsWith("{.+}") ? "3" : part.startsWith(":") ? "2" : "1")
    .join("");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
