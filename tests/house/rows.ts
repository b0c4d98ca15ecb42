/**
 * Who may import whom: the table of the house style, as pure functions on paths.
 *
 * @module
 */

/** Top first: a file imports its own folder and lower rows. Folders of one row are strangers. */
const ROWS: readonly (readonly string[])[] = [
  ["main.ts"],
  ["lib/cli"],
  ["routes"],
  ["lib/jobs", "lib/page"],
  ["islands"],
  ["lib/api"],
  ["lib/workspace"],
  ["lib/share", "lib/deliver"],
  ["lib/notebook", "lib/ingest", "lib/auth"],
  ["lib/steps"],
  ["lib/stats", "lib/chart", "lib/sql", "lib/read"],
  ["lib/db", "lib/frame", "lib/crypto", "lib/web"],
  ["lib/process", "lib/seen"],
  ["lib"],
];

/** Folders that belong to another: migrations are the database's, settings stand beside `lib/log.ts`. */
const PARTS: Readonly<Record<string, string>> = { migrations: "lib/db", "lib/config": "lib" };

/** Folders whose files import what they like, and that only they import. */
const FREE = ["tests", "bench", "samples"];

/** Packages that any folder may import; of Kysely that is the builder. */
const EVERYWHERE = ["kysely", "preact", "zod"];

/** The one home of every other package; Hono's is where requests arrive. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  "@daybook/web": ["routes", "lib/page", "islands"],
  "@codemirror/autocomplete": ["islands"],
  "@codemirror/lang-yaml": ["islands"],
  "@codemirror/language": ["islands"],
  "@codemirror/lint": ["islands"],
  "@codemirror/state": ["islands"],
  "@codemirror/view": ["islands"],
  "@electric-sql/pglite": ["lib/db"],
  "@expo-google-fonts/source-sans-3": ["lib/chart"],
  "@hono/zod-openapi": ["lib/api"],
  "@lezer/highlight": ["islands"],
  "@observablehq/plot": ["lib/chart"],
  "@pgsql/types": ["lib/sql"],
  "@preact/signals": ["islands", "lib/web"],
  "@resvg/resvg-wasm": ["lib/chart"],
  "codemirror": ["islands"],
  "croner": ["lib/jobs"],
  "danfojs": ["lib/frame"],
  "diff": ["lib/workspace"],
  "date-holidays": ["lib/stats"],
  "devalue": ["lib/web"],
  "esbuild": ["lib/web"],
  "hash-wasm": ["lib/crypto"],
  "hono": ["routes", "main.ts", "lib/web", "lib/api"],
  "hyparquet": ["lib/read"],
  "hyparquet-compressors": ["lib/read"],
  "kysely-postgres-js": ["lib/db"],
  "libpg-query": ["lib/sql"],
  "linkedom": ["lib/chart"],
  "mdast-util-from-markdown": ["lib/notebook"],
  "mdast-util-gfm-table": ["lib/notebook"],
  "micromark-extension-gfm-table": ["lib/notebook"],
  "nodemailer": ["lib/deliver"],
  "openid-client": ["lib/auth"],
  "postgres": ["lib/db"],
  "preact-render-to-string": ["lib/page", "lib/web"],
  "saxes": ["lib/read"],
  "yaml": ["lib/notebook"],
};

/** What a specifier names: a file of the project by its path from the root, a package, or neither. */
export type Target =
  | { readonly type: "file"; readonly path: string }
  | { readonly type: "package"; readonly name: string }
  | { readonly type: "builtin" };

/** Tells what a specifier means in a file; both paths are from the root. */
export function resolve(file: string, specifier: string): Target {
  if (specifier.startsWith("@/")) return { type: "file", path: specifier.slice(2) };
  if (/^\.{1,2}\//.test(specifier)) {
    const { pathname } = new URL(specifier, `file:///${file}`);
    return { type: "file", path: decodeURIComponent(pathname.slice(1)) };
  }
  if (specifier.startsWith("node:")) return { type: "builtin" };
  const [first, second] = specifier.replace(/^(npm|jsr):\/?/, "").split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return { type: "package", name: name.replace(/(?<=.)@.*$/, "") };
}

/** Says why a file may not import a target, or `null` where it may. */
export function refuse(file: string, target: Target): string | null {
  if (isFree(file)) return null;
  switch (target.type) {
    case "builtin":
      return null;
    case "file":
      return refuseFile(file, target.path);
    case "package":
      return refusePackage(file, target.name);
  }
}

/** How a file should name another: `./` in its folder, `@/` outside it. */
export function specifierFor(file: string, path: string): string {
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  return folder !== "" && path.startsWith(folder) ? `./${path.slice(folder.length)}` : `@/${path}`;
}

/** Whether a file is a test, a bench or a script, and so imports and reads what it likes. */
export function isFree(file: string): boolean {
  return FREE.includes(file.split("/")[0]);
}

/** Returns the folder or file of the table that a path belongs to, or `null`. */
function unitOf(path: string): string | null {
  const [top, folder] = path.split("/");
  if (top in PARTS) return PARTS[top];
  if (top !== "lib") return rowOf(top) === -1 ? null : top;
  const unit = folder.includes(".") ? "lib" : PARTS[`lib/${folder}`] ?? `lib/${folder}`;
  return rowOf(unit) === -1 ? null : unit;
}

function rowOf(unit: string): number {
  return ROWS.findIndex((row) => row.includes(unit));
}

function refuseFile(file: string, path: string): string | null {
  const from = unitOf(file);
  const to = unitOf(path);
  if (from === null) return `${file} is in no row of the house style`;
  if (isFree(path)) return `${path} is for tests: nothing that ships imports it`;
  if (to === null) return `${path} is in no row of the house style`;
  if (from === to || rowOf(from) < rowOf(to)) return null;
  return rowOf(from) === rowOf(to)
    ? `${from} and ${to} are one row and do not know one another`
    : `${to} is above ${from}: imports lead down`;
}

function refusePackage(file: string, name: string): string | null {
  if (EVERYWHERE.includes(name)) return null;
  const homes = HOMES[name];
  if (homes === undefined) return `The package ${name} has no home in tests/house/rows.ts`;
  return homes.includes(unitOf(file) ?? "")
    ? null
    : `The home of the package ${name} is ${homes.join(", ")}`;
}
