/**
 * Which cells read which uploads.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { cellsOf } from "@/lib/notebook/model.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Dataset } from "./contract.ts";

/** Returns the cells that name an upload, a load or a detect with stored forests, by its digest, in notebooks as they are now. */
export async function findUses(
  { kysely }: Database,
): Promise<ReadonlyMap<string, Dataset["usedIn"]>> {
  const notebooks = await kysely.selectFrom("notebooks as n")
    .innerJoin(
      "revisions as r",
      (join) => join.onRef("r.notebook", "=", "n.id").onRef("r.revision", "=", "n.revision"),
    )
    .select(["n.id", "n.title", "r.text"])
    // Most notebooks name none, and need no parsing to see it.
    .where("n.deleted_at", "is", null).where("r.text", "~", "[0-9a-f]{64}")
    .orderBy("n.title").orderBy("n.id").execute();
  const uses = new Map<string, Dataset["usedIn"][number][]>();
  for (const { id, title, text } of notebooks) {
    const { notebook } = parseNotebook(text, { fileName: id, kinds: KINDS });
    for (const { kind, name, body } of cellsOf(notebook)) {
      const upload = kind === "load"
        ? body.values.upload
        : kind === "detect"
        ? body.values.model
        : null;
      if (typeof upload !== "string") continue;
      const digest = upload.trim().replace(/^sha256:/, "");
      uses.set(digest, [...uses.get(digest) ?? [], { notebook: id, title, cell: name }]);
    }
  }
  return uses;
}
