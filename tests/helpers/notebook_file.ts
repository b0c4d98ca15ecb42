/**
 * Runs a notebook of the project by the command line, on the test's database.
 *
 * @module
 */
import { strictEqual as assertIs } from "node:assert/strict";
import type { z } from "zod";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";
import type { DatabasePlace } from "@/lib/db/database.ts";
import type { Value } from "@/lib/frame/frame.ts";
import { makeFolder, runTask } from "./command.ts";
import { makePlace } from "./database.ts";

/** What results.json says of a run. */
export interface RanFile {
  readonly results: z.output<typeof resultsSchema>;
  /** The values of a cell's figures by path. */
  figures(cell: string): Readonly<Record<string, Value>>;
}

/** Runs a notebook to its end on a fresh database, as of a day long after all days of samples. */
export async function runNotebookFile(
  notebook: string,
  words: readonly string[] = [],
): Promise<RanFile> {
  await using place = await makePlace();
  return await runNotebookAt(place.config, notebook, words);
}

/** The same on a database that is given. */
export async function runNotebookAt(
  config: DatabasePlace,
  notebook: string,
  words: readonly string[] = [],
): Promise<RanFile> {
  await using folder = await makeFolder();
  const { code, out, errors } = await runTask(
    "run-pipeline",
    [notebook, "--as-of", "2027-01-01", "--json", ...words],
    {
      environment: "url" in config
        ? { DATA_DIR: `${folder.path}/data`, DATABASE_URL: config.url }
        : { DATA_DIR: config.dataDirectory },
    },
  );
  assertIs(code, 0, errors);
  const results = resultsSchema.parse(JSON.parse(out));
  return {
    results,
    figures(name) {
      const figures = results.cells.find((cell) => cell.name === name)?.figures ?? {};
      return Object.fromEntries(
        Object.entries(figures).map(([path, { value }]) => [path, value] as const),
      );
    },
  };
}
