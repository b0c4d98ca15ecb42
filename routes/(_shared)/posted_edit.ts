/**
 * Reads edits that a program posts: the shape of each is checked here, what it means by the engine.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import { isObject, type PostedObject } from "./body.ts";

/** Edits that may be posted: undoing has a request of its own. */
type PostedEdit = Exclude<Edit, { type: "change_text" }>;

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const boolean: Check = (value) => typeof value === "boolean";
const path: Check = (value) =>
  Array.isArray(value) && value.every((part) => text(part) || count(part));
const mapping: Check = isObject;
const anything: Check = () => true;
const maybe = (check: Check): Check => (value) => value === undefined || check(value);

const FIELDS: Readonly<Record<PostedEdit["type"], Readonly<Record<string, Check>>>> = {
  add_cell: { at: count, kind: text, name: maybe(text), body: maybe(text) },
  add_prose: { at: count, text },
  move_cell: { cell: text, at: count },
  duplicate_cell: { cell: text, name: maybe(text) },
  delete_cell: { cell: text },
  rename_cell: { cell: text, to: text },
  set_body: { cell: text, text },
  set_value: { cell: text, path, value: anything },
  rename_key: { cell: text, path, to: text },
  move_item: { cell: text, path, to: count },
  put_item: { cell: text, path, match: mapping, item: (value) => value === null || mapping(value) },
  set_disabled: { cell: text, disabled: boolean },
  set_prose: { block: count, text },
  set_head: { path, value: anything },
  name_cells: {},
};

/** Every edit reads the notebook anew, and nobody else is answered meanwhile. */
const MOST_EDITS = 200;

/** Reads the edits of a request, in order. @throws AppError BAD_USAGE */
export function editsIn({ edits }: PostedObject): readonly Edit[] {
  if (!Array.isArray(edits)) throw refusal("edits", edits);
  if (edits.length > MOST_EDITS) {
    throw new AppError(
      "BAD_USAGE",
      `Cannot edit as ${MOST_EDITS} edits are the most at once: current value is ${edits.length}`,
    );
  }
  return edits.map(readEdit);
}

function readEdit(value: unknown, index: number): Edit {
  const fields = isObject(value) && typeof value.type === "string" &&
      Object.hasOwn(FIELDS, value.type)
    ? FIELDS[value.type as PostedEdit["type"]] // as was just found
    : null;
  if (fields === null || !isObject(value)) throw refusal(`edits[${index}].type`, value);
  for (const [name, check] of Object.entries(fields)) {
    if (!check(value[name])) throw refusal(`edits[${index}].${name}`, value[name]);
  }
  const known = ["type", ...Object.keys(fields)].filter((name) => name in value);
  // Every field was checked; what is not known is left out.
  return Object.fromEntries(known.map((name) => [name, value[name]])) as unknown as Edit;
}

function refusal(place: string, value: unknown): AppError {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? "missing";
  return new AppError(
    "BAD_USAGE",
    `Cannot take ${place} as it must be an edit: current value is ${shown}`,
  );
}
