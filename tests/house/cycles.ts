/**
 * Finds imports that lead back to their file.
 *
 * @module
 */

/** Which files each file imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Returns one ring of files for each import that closes one, from where it was entered. */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();

  function visit(file: string, path: readonly string[]): void {
    const start = path.indexOf(file);
    if (start >= 0) return void cycles.push([...path.slice(start), file]);
    if (done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  }

  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
