import { readChanges } from "@/lib/workspace/editor/read_asked.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import {
  afterSaving,
  cellOf,
  isPosted,
  readEditorRequest,
  readPosted,
} from "@/routes/(_shared)/editor.ts";
import { savedText, saveText } from "@/routes/(_shared)/save_text.ts";

export const config: PageConfig = { access: "notebooks:write" };

/**
 * The form of a cell's text; with changes, the text after them too. A browser without scripts
 * posts the form as a whole, and it is saved.
 */
export const handler = define.handlers({
  async POST(ctx) {
    const { workspace } = ctx.state;
    if (!isPosted(ctx.req)) {
      const { asked, sent } = await readEditorRequest(ctx);
      const changes = readChanges(sent);
      return Response.json(
        changes === null
          ? await workspace.editing.form(asked)
          : await workspace.editing.change({ ...asked, changes }),
      );
    }
    const posted = await readPosted(ctx);
    const { fields, parameters } = posted;
    const at = { ...cellOf(ctx), parameters };
    const base = await savedText(workspace, at);
    const { text } = await workspace.editing.post({ ...at, text: base, fields });
    const outcome = await saveText(workspace, { ...at, ...posted, text, base, editor: null });
    return ctx.redirect(afterSaving(posted, { cell: at.cell, outcome }), 303);
  },
});
