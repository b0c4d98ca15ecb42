/**
 * Reads what a browser asks about a cell. It needs no schema: the process that parses requests
 * loads none.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { FieldPath, FieldValue } from "@/lib/steps/form/form.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { EditorAsked, FieldAsked, FormChange } from "./contract.ts";

type Sent = Readonly<Record<string, unknown>>;

/** Returns what is asked about a cell. @throws AppError BAD_PARAMETER */
export function readEditorAsked(
  sent: unknown,
  { notebook, cell }: { readonly notebook: string; readonly cell: string },
): EditorAsked {
  if (!isObject(sent)) throw refuse("the request must be an object", sent);
  return {
    notebook,
    cell,
    text: textOf(sent, "text"),
    parameters: readParameters(sent.parameters ?? {}),
  };
}

/** Returns the texts by a parameter's name. @throws AppError BAD_PARAMETER */
function readParameters(sent: unknown): GivenParameters {
  if (!isObject(sent)) throw refuse("parameters must be texts by name", sent);
  const entries = Object.keys(sent).map((name) => [name, textOf(sent, name)] as const);
  return Object.fromEntries(entries);
}

/** Returns an offset within a text. @throws AppError BAD_PARAMETER */
export function readOffset(sent: unknown, text: string): number {
  const offset = isObject(sent) ? sent.offset : undefined;
  if (typeof offset !== "number" || !Number.isInteger(offset) || offset < 0) {
    throw refuse("offset must be a whole number from 0", offset);
  }
  return Math.min(offset, text.length);
}

/** Returns the field that is asked about, or `null`. @throws AppError BAD_PARAMETER */
export function readField(sent: unknown): FieldAsked | null {
  const field = isObject(sent) ? sent.field : undefined;
  if (field === undefined) return null;
  if (!isObject(field)) throw refuse("field must be an object", field);
  if (!isPath(field.path)) throw refuse("path must be a list of keys", field.path);
  return { path: field.path, value: textOf(field, "value") };
}

/** Returns the changes of a form, or `null` where none are sent. @throws AppError BAD_PARAMETER */
export function readChanges(sent: unknown): readonly FormChange[] | null {
  const changes = isObject(sent) ? sent.changes : undefined;
  if (changes === undefined) return null;
  if (!Array.isArray(changes)) throw refuse("changes must be a list", changes);
  return changes.map(readChange);
}

function readChange(sent: unknown): FormChange {
  if (!isObject(sent)) throw refuse("a change must be an object", sent);
  const { type, path, to } = sent;
  if (!isPath(path)) throw refuse("path must be a list of keys", path);
  switch (type) {
    case "set_value":
      // It was read from JSON, so it holds nothing but plain values.
      return { type, path, ...("value" in sent ? { value: sent.value as FieldValue } : {}) };
    case "set_yaml":
      return { type, path, yaml: textOf(sent, "yaml") };
    case "rename_key":
      return { type, path, to: textOf(sent, "to") };
    case "move_item":
      if (typeof to !== "number") throw refuse("to must be a number", to);
      return { type, path, to };
    default:
      throw refuse("type must be set_value, set_yaml, rename_key or move_item", type);
  }
}

/** Returns a text of what was sent. @throws AppError BAD_PARAMETER */
export function textOf(sent: Sent, name: string): string {
  const text = sent[name];
  if (typeof text !== "string") throw refuse(`${name} must be text`, text);
  return text;
}

/** Whether what was sent has names. */
export function isObject(sent: unknown): sent is Sent {
  return typeof sent === "object" && sent !== null && !Array.isArray(sent);
}

function isPath(sent: unknown): sent is FieldPath {
  return Array.isArray(sent) && sent.length > 0 &&
    sent.every((key) => typeof key === "string" || typeof key === "number");
}

function refuse(rule: string, value: unknown): AppError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? "none";
  return new AppError("BAD_PARAMETER", `Cannot answer as ${rule}: current value is ${shown}`);
}
