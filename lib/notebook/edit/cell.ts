/**
 * Edits within a cell: its name, its body, and what elsewhere refers to it.
 *
 * @module
 */
import { isScalar, type Scalar, visit } from "yaml";
import type { z } from "zod";
import { AppError } from "@/lib/errors.ts";
import { moveYamlItem, renameYamlKey } from "@/lib/notebook/file/rearrange.ts";
import { setYamlValue } from "@/lib/notebook/file/set_value.ts";
import { writeCell } from "@/lib/notebook/file/write_cell.ts";
import { type Body, type Cell, cellsOf, type Notebook } from "@/lib/notebook/model.ts";
import { fileOffset } from "@/lib/notebook/place.ts";
import { type Path, schemasAt } from "@/lib/steps/schema.ts";
import type { CellEdit, Schemas } from "./edit.ts";
import { lineEndOf, type TextChange } from "./text.ts";
import { putBodyItem } from "./item.ts";
import { setBodyValue } from "./value.ts";

/** Returns the file's text after an edit of a cell's body, which becomes canonical. */
export function changeCellText(
  { text }: Notebook,
  cell: Cell,
  { edit, schemas }: { readonly edit: CellEdit; readonly schemas: Schemas },
): string {
  const schema = schemas.get(cell.kind) ?? null;
  const written = writeCell(
    { kind: cell.kind, name: cell.name, body: newBody(cell, edit, schema) },
    schema,
  );
  const lineEnd = lineEndOf(text);
  return text.slice(0, cell.start) + written.replaceAll("\n", lineEnd) + text.slice(cell.end);
}

function newBody(cell: Cell, edit: CellEdit, schema: z.ZodType | null): string {
  if (edit.type === "set_body") return edit.text.replace(/\r\n|\r/g, "\n");
  if (!cell.body.sound) {
    const shown = cell.body.text.slice(0, 40);
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot set a value in "${cell.name}" as its YAML must be mended first: current value is ${
        JSON.stringify(shown)
      }`,
    );
  }
  const { text } = cell.body;
  switch (edit.type) {
    case "set_value":
      return setBodyValue(text, edit, schema);
    case "rename_key":
      return renameYamlKey(text, edit.path, edit.to);
    case "move_item":
      return moveYamlItem(text, edit.path, edit.to);
    case "put_item":
      return putBodyItem(text, edit);
    case "set_disabled":
      return setYamlValue(text, ["disabled"], edit.disabled ? true : undefined);
  }
}

/** Returns the change of a cell's first line that gives it a name. */
export function withName(
  { text }: Notebook,
  cell: Cell,
  name: string,
): TextChange {
  const [line] = text.slice(cell.start, cell.end).split(/[\r\n]/, 1);
  const match = /^( {0,3}(?:`{3,}|~{3,})[ \t]*[^ \t]+)([ \t]*)([^ \t]*)/.exec(line);
  const [, opening = "", gap = "", old = ""] = match ?? [];
  return {
    start: cell.start + opening.length,
    removed: gap + old,
    inserted: ` ${name}`,
  };
}

/** Returns the changes that make what refers to a cell refer to its new name. */
export function renameReferences(
  notebook: Notebook,
  { from, to, schemas }: { readonly from: string; readonly to: string; readonly schemas: Schemas },
): readonly TextChange[] {
  const changes: TextChange[] = [];
  const replace = (body: Body, node: Scalar, inserted: string) => {
    const [start, end] = node.range ?? [0, 0];
    const removed = body.text.slice(start, end);
    changes.push({ start: fileOffset(body, start), removed, inserted });
  };
  for (const { kind, body } of cellsOf(notebook)) {
    const schema = schemas.get(kind) ?? null;
    for (const { node, path } of textsOf(body)) {
      if (node.value === from && isCellName(path, schema)) replace(body, node, to);
    }
  }
  const { body } = notebook.head;
  for (const { node, path } of body === null ? [] : textsOf(body)) {
    const isColumn = path.length === 3 && path[0] === "params" && path[2] === "column";
    const column = String(node.value);
    if (isColumn && column.startsWith(`${from}.`) && body !== null) {
      replace(body, node, JSON.stringify(to + column.slice(from.length)));
    }
  }
  return changes;
}

function isCellName(path: Path, schema: z.ZodType | null): boolean {
  if (path[0] === "from") return true;
  if (schema === null) return false;
  return schemasAt(schema, path).some((one) => {
    const suggest = one.meta()?.suggest;
    return suggest === "cell" || suggest === "events";
  });
}

function textsOf(body: Body): readonly { readonly node: Scalar; readonly path: Path }[] {
  const found: { node: Scalar; path: Path }[] = [];
  visit(body.document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "string") return;
      const path: (string | number)[] = typeof key === "number" ? [key] : [];
      for (let i = ancestors.length - 1; i > 0; i--) {
        const ancestor = ancestors[i];
        const parent = ancestors[i - 1];
        if ("key" in ancestor) {
          path.unshift(isScalar(ancestor.key) ? String(ancestor.key.value) : "");
        } else if ("items" in parent && "items" in ancestor && Array.isArray(parent.items)) {
          const index = parent.items.findIndex((item) => item === ancestor);
          if (index !== -1) path.unshift(index);
        }
      }
      found.push({ node, path });
    },
  });
  return found;
}
