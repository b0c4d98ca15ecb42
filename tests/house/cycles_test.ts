import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { findCycles, type ImportGraph } from "./cycles.ts";
import { onImports } from "./import_rows.ts";
import { resolve } from "./rows.ts";

const ROOT = new URL("../../", import.meta.url);
/** All but main.ts, which nothing may import. */
const FOLDERS = ["lib", "routes", "islands", "migrations", "tests", "bench", "samples"];

/** Returns the paths of the sources below a folder, from the root. */
function* sourcesBelow(folder: string): Generator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(new URL(`${folder}/`, ROOT))];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const { name, isDirectory } of entries) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sourcesBelow(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

/** Returns the files that a file imports, types too. */
function importsOf(file: string): string[] {
  const found: string[] = [];
  const plugin: Deno.lint.Plugin = {
    name: "imports",
    rules: {
      collect: {
        create: () =>
          onImports((specifier) => {
            const target = resolve(file, specifier);
            if (target.type === "file") found.push(target.path);
          }),
      },
    },
  };
  Deno.lint.runPlugin(plugin, file, Deno.readTextFileSync(new URL(file, ROOT)));
  return found;
}

Deno.test("findCycles() finds rings, and only rings", async (t) => {
  const cases: [name: string, graph: Record<string, string[]>, cycles: string[][]][] = [
    ["nothing", {}, []],
    ["a diamond", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, []],
    ["itself", { a: ["a"] }, [["a", "a"]]],
    ["a ring of three behind a start", { s: ["a"], a: ["b"], b: ["c"], c: ["a"] }, [
      ["a", "b", "c", "a"],
    ]],
    ["two rings", { a: ["b", "c"], b: ["a"], c: ["a"] }, [["a", "b", "a"], ["a", "c", "a"]]],
  ];
  for (const [name, graph, cycles] of cases) {
    await t.step(name, () => assertEquals(findCycles(new Map(Object.entries(graph))), cycles));
  }
});

Deno.test("no import of the tree leads back to its file", () => {
  const graph: ImportGraph = new Map(
    FOLDERS.flatMap((folder) => [...sourcesBelow(folder)]).map((file) => [file, importsOf(file)]),
  );
  assert(graph.has("lib/process/child.ts"));
  assert(graph.get("lib/process/pool.ts")?.includes("lib/process/child.ts"));
  assertEquals(findCycles(graph).map((cycle) => cycle.join(" -> ")), []);
});
