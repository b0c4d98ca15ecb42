/**
 * The form of a cell, and what filling it in makes of the cell's text.
 *
 * @module
 */
import { moveYamlItem, renameYamlKey } from "@/lib/notebook/file/rearrange.ts";
import { writeBody } from "@/lib/notebook/file/write.ts";
import { parseYaml, readYaml } from "@/lib/notebook/file/yaml.ts";
import { setBodyValue } from "@/lib/notebook/edit/value.ts";
import type { FormView } from "@/lib/steps/form/form.ts";
import { makeFields } from "@/lib/steps/form/make_form.ts";
import type { AskedCell } from "./asked_cell.ts";
import type { FormChange } from "./contract.ts";
import { fieldMarks } from "./field_marks.ts";
import { surroundingsOf } from "./surroundings.ts";

/** Returns the form of a cell; there is none while its YAML can't be read. */
export function formOf(asked: AskedCell): FormView {
  const { cell, step, problems } = asked;
  if (!cell.body.sound) return { type: "broken", problems };
  const fields = makeFields(step, cell.body.values, surroundingsOf(asked));
  return { type: "form", kind: step.kind, fields, problems, marks: fieldMarks(asked, fields) };
}

/** Returns a body in the canonical form; one whose YAML can't be read stays as it is. */
export function formatBody(text: string, { step }: Pick<AskedCell, "step">): string {
  return readYaml(text).faults.length > 0 ? text : writeBody(parseYaml(text), step.parameters);
}

/** Returns the body after changes of its form, one after the other. @throws AppError BAD_NOTEBOOK */
export function changeBody(
  { text, step }: Pick<AskedCell, "text" | "step">,
  changes: readonly FormChange[],
): string {
  const changed = changes.reduce((body, change) => {
    switch (change.type) {
      case "set_value":
        return setBodyValue(body, { path: change.path, value: change.value }, step.parameters);
      case "rename_key":
        return renameYamlKey(body, change.path, change.to);
      case "move_item":
        return moveYamlItem(body, change.path, change.to);
      case "set_yaml": {
        const { values, faults } = readYaml(`value:\n${change.yaml.replace(/^(?=.)/gm, "  ")}\n`);
        if (faults.length > 0) return body;
        return setBodyValue(body, { path: change.path, value: values.value }, step.parameters);
      }
    }
  }, text);
  return formatBody(changed, { step });
}
