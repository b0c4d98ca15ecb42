/**
 * What a filled-in field means for its body. A browser may use this.
 *
 * @module
 */
import type { FieldControl, FieldPath, FieldValue, FormField } from "./form.ts";

/** A value to be set; without one the key goes. */
export interface FieldChange {
  readonly path: FieldPath;
  readonly value?: FieldValue;
}

/**
 * Returns what to set where a field was filled in with a value, `null` where it was emptied.
 * An optional group goes with its last value; what a group or list can't do without stays empty.
 */
export function changeOf(
  fields: readonly FormField[],
  path: FieldPath,
  value: FieldValue,
): FieldChange {
  if (value !== null) return { path, value };
  const way = wayTo(fields, path);
  const field = way.at(-1);
  const group = way.slice(0, -1).findLast(({ control }) => control.type === "group");
  if (group !== undefined && !group.required && isEmptyBut(group, path)) {
    return { path: group.path };
  }
  const stays = field !== undefined && field.required && path.length > 1;
  return stays ? { path, value: emptyOf(field.control) } : { path };
}

/** Returns the fields from the outermost to the one at a path; empty where there is none. */
export function wayTo(fields: readonly FormField[], path: FieldPath): readonly FormField[] {
  for (const field of fields) {
    if (!field.path.every((key, i) => key === path[i])) continue;
    if (field.path.length === path.length && !holdsSamePath(field, path)) return [field];
    const inner = wayTo(fieldsWithin(field.control), path);
    if (inner.length > 0) return [field, ...inner];
  }
  return [];
}

/** Returns the fields that a control holds. */
export function fieldsWithin(control: FieldControl): readonly FormField[] {
  switch (control.type) {
    case "group":
    case "variant":
      return control.fields;
    case "list":
    case "named":
      return control.items.flatMap(({ fields }) => fields);
    case "text":
    case "expression":
    case "lines":
    case "number":
    case "boolean":
    case "choice":
    case "scalar":
    case "suggested":
    case "several":
    case "yaml":
      return [];
  }
}

/** A variant's value stands at the variant's own path. */
function holdsSamePath({ control }: FormField, path: FieldPath): boolean {
  return fieldsWithin(control).some((one) => one.path.length === path.length);
}

function isEmptyBut({ control }: FormField, path: FieldPath): boolean {
  return fieldsWithin(control).every((field) =>
    samePath(field.path, path) || isEmpty(field.control)
  );
}

/** Whether nothing was filled in, in the control or those within it. */
export function isEmpty(control: FieldControl): boolean {
  switch (control.type) {
    case "group":
      return control.fields.every((field) => isEmpty(field.control));
    case "variant":
      return control.chosen === null;
    case "list":
    case "named":
      return control.items.length === 0;
    case "several":
      return control.value.length === 0 && control.all !== true;
    case "text":
    case "expression":
    case "lines":
    case "number":
    case "boolean":
    case "choice":
    case "scalar":
    case "suggested":
    case "yaml":
      return control.value === null;
  }
}

function emptyOf({ type }: FieldControl): FieldValue {
  if (type === "several" || type === "list") return [];
  return type === "number" || type === "boolean" || type === "choice" ? null : "";
}

/** Whether two paths are one place. */
export function samePath(left: FieldPath, right: FieldPath): boolean {
  return left.length === right.length && left.every((key, i) => key === right[i]);
}
