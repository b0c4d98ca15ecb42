/**
 * Which cells load which uploads.
 *
 * @module
 */
import { cellsOf } from "@/lib/notebook/model.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Dataset } from "./contract.ts";

/** A notebook that is kept. */
export interface NotebookText {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** Returns the load cells that name an upload, by its digest. */
export function usesOf(
  notebooks: readonly NotebookText[],
): ReadonlyMap<string, Dataset["usedIn"]> {
  const uses = new Map<string, Dataset["usedIn"][number][]>();
  for (const { id, title, text } of notebooks) {
    // Most notebooks name none, and need no parsing to see it.
    if (!/[0-9a-f]{64}/.test(text)) continue;
    const { notebook } = parseNotebook(text, { fileName: id, kinds: KINDS });
    for (const { kind, name, body } of cellsOf(notebook)) {
      const upload = body.values.upload;
      if (kind !== "load" || typeof upload !== "string") continue;
      const digest = upload.replace(/^sha256:/, "");
      uses.set(digest, [...uses.get(digest) ?? [], { notebook: id, title, cell: name }]);
    }
  }
  return uses;
}
