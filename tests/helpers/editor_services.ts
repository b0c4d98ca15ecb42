/**
 * Editing of notebooks that stand in a test, planned as `deno task check` plans them.
 *
 * @module
 */
import { byPlace } from "@/lib/notebook/place.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { makePlan } from "@/lib/notebook/run/plan.ts";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Editing, EditorAsked } from "@/lib/workspace/editor/contract.ts";
import { createEditing } from "@/lib/workspace/editor/editing.ts";

const AS_OF = "2027-01-01";

/** Returns the editing of one notebook, whose id is "one"; its files are those of the project. */
export function editingOf(notebookText: string): Editing {
  return createEditing({
    source: () => Promise.resolve({ text: notebookText }),
    async plan({ text, parameters }) {
      const { notebook, problems } = parseNotebook(text, { fileName: "", kinds: KINDS });
      const plan = await makePlan(notebook, {
        asOf: AS_OF,
        values: resolveParameters(notebook, { given: parameters, asOf: AS_OF }),
        sources: () =>
          createSources({
            folders: [new URL("../../", import.meta.url).pathname],
            connections: new Map(),
            temporary: "/nowhere",
            uploads: "/nowhere",
            rowLimit: null,
          }, null),
        signal: new AbortController().signal,
        look: true,
        stored: () => Promise.resolve(new Map()),
      });
      return { plan, problems: [...problems, ...plan.problems].toSorted(byPlace) };
    },
  });
}

/** Returns what is asked about a cell; `‸` stands for the cursor. */
export function askAt(cell: string, marked: string): EditorAsked & { readonly offset: number } {
  const offset = marked.indexOf("‸");
  return {
    notebook: "one",
    cell,
    text: marked.replace("‸", ""),
    parameters: {},
    offset: offset === -1 ? 0 : offset,
  };
}
