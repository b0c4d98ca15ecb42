/**
 * Helps a person who edits a cell. Nothing is run and nothing is saved.
 *
 * @module
 */
import { readAsked } from "./asked_cell.ts";
import { completeField, completionsAt } from "./complete.ts";
import type { ChangedBody, Editing, EditorAsked } from "./contract.ts";
import { changeBody, formatBody, formOf } from "./form.ts";
import { hoverAt } from "./hover.ts";
import { markersOf } from "./markers.ts";
import { changesOf } from "./posted.ts";
import type { EditorServices } from "./services.ts";

/** Makes the editor's helper. */
export function createEditing(services: EditorServices): Editing {
  const read = (asked: EditorAsked) => readAsked(asked, services);
  const changed = async (asked: EditorAsked, text: string): Promise<ChangedBody> => ({
    text,
    form: formOf(await read({ ...asked, text })),
  });
  return {
    async complete(asked) {
      const { field, offset } = asked;
      const cell = await read(asked);
      return field === undefined
        ? completionsAt(cell, offset)
        : completeField(cell, { ...field, offset });
    },
    check: async (asked) => markersOf(await read(asked)),
    hover: async (asked) => hoverAt(await read(asked), asked.offset),
    format: async (asked) => ({ text: formatBody(asked.text, await read(asked)) }),
    form: async (asked) => formOf(await read(asked)),
    change: async (asked) => await changed(asked, changeBody(await read(asked), asked.changes)),
    async post(asked) {
      const before = await read(asked);
      const form = formOf(before);
      if (form.type === "broken") return { text: before.text, form };
      return await changed(asked, changeBody(before, changesOf(form.fields, asked.fields)));
    },
  };
}
