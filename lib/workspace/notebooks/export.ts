/**
 * A notebook as a file, for a set of parameters: what it shows now, and nothing is run for it.
 *
 * @module
 */
import { type Key, parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { notebookResults } from "@/lib/workspace/exports/notebook_results.ts";
import { exportReport } from "@/lib/workspace/exports/reports.ts";
import type { NotebookFormat, NotebookView } from "./notebook_view.ts";
import type { OpenNotebook, ParameterSet } from "./open_notebook.ts";
import { makeView } from "./view.ts";

/** Gives the bytes of the file. @throws AppError as `exportReport` and printing do */
export async function* exportNotebook(
  open: OpenNotebook,
  set: ParameterSet,
  format: NotebookFormat,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { services } = open.shared;
  const madeAt = new Date().toISOString();
  switch (format) {
    case "md":
      yield new TextEncoder().encode(open.current.revision.text);
      return;
    case "json": {
      const view = await makeView(open, set);
      const stored = await findResults(services.database, keysOf(view));
      const results = notebookResults(view, {
        parameters: set.given.values,
        asOf: services.today(),
        madeAt,
        stored,
      });
      yield new TextEncoder().encode(`${JSON.stringify(results, null, 2)}\n`);
      return;
    }
    case "html":
    case "pdf": {
      const view = await makeView(open, set);
      yield* exportReport(services.reports, view, { audience: "owner", format, madeAt });
    }
  }
}

function keysOf({ blocks }: NotebookView): readonly Key[] {
  return blocks.flatMap((block) => {
    const key = block.type === "cell" ? block.cell.output?.key : undefined;
    return key ? [parseKey(key)] : []; // "" where the cell could not be planned
  });
}
