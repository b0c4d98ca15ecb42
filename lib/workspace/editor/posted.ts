/**
 * Reads a form that a browser without scripts has posted: what was changed in it, and
 * which button was pressed.
 *
 * @module
 */
import { changeOf, fieldsWithin, samePath, wayTo } from "@/lib/steps/form/change.ts";
import { readControl, readPath } from "@/lib/steps/form/names.ts";
import type { FieldPath, FormField } from "@/lib/steps/form/form.ts";
import type { FormChange, PostedFields } from "./contract.ts";

/** Returns the changes of a posted form, the button's last. */
export function changesOf(
  fields: readonly FormField[],
  posted: PostedFields,
): readonly FormChange[] {
  const filled = leavesOf(fields).flatMap((field): readonly FormChange[] => {
    const read = readControl(field, posted);
    if (read === null) return [];
    if (field.control.type === "yaml") {
      return [{ type: "set_yaml", path: field.path, yaml: String(read.value) }];
    }
    return [{ type: "set_value", ...changeOf(fields, field.path, read.value) }];
  });
  // A group may be told empty by each of its fields.
  const once = filled.filter((change, i) =>
    !filled.slice(0, i).some((other) => samePath(other.path, change.path))
  );
  return [...once, ...pressed(fields, posted)];
}

function leavesOf(fields: readonly FormField[]): readonly FormField[] {
  return fields.flatMap((field) => {
    const { type } = field.control;
    const holds = type === "group" || type === "list" || type === "named" || type === "variant";
    return holds ? leavesOf(fieldsWithin(field.control)) : [field];
  });
}

/** What the pressed button asks for. */
function pressed(fields: readonly FormField[], posted: PostedFields): readonly FormChange[] {
  const valueOf = (wanted: string) => posted.find(([name]) => name === wanted)?.[1];
  const removed = readPath(valueOf("remove"));
  if (removed !== null) return [{ type: "set_value", path: removed }];
  const up = readPath(valueOf("up"));
  const place = up?.at(-1);
  if (up !== null && typeof place === "number") {
    return [{ type: "move_item", path: up, to: place - 1 }];
  }
  const chosen = readPath(valueOf("add"));
  return chosen === null ? [] : added(fields, chosen, posted);
}

/** The last part of what an adding button names is the place of the addition in its list. */
function added(
  fields: readonly FormField[],
  chosen: FieldPath,
  posted: PostedFields,
): readonly FormChange[] {
  const path = chosen.slice(0, -1);
  const control = wayTo(fields, path).at(-1)?.control;
  const index = Number(chosen.at(-1));
  if (control?.type === "list" && index < control.additions.length) {
    const { value } = control.additions[index];
    return [{ type: "set_value", path: [...path, control.items.length], value }];
  }
  if (control?.type === "variant" && index < control.variants.length) {
    return [{ type: "set_value", path, value: control.variants[index].value }];
  }
  const name = posted.find(([key]) => key === `name ${JSON.stringify(path)}`)?.[1].trim() ?? "";
  const taken = control?.type === "named" && control.items.some((item) => item.name === name);
  if (control?.type !== "named" || name === "" || taken) return [];
  const { value = "" } = control.additions[0] ?? {};
  return [{ type: "set_value", path: [...path, name], value }];
}
