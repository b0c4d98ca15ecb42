import { isObject, textOf } from "@/lib/workspace/editor/read_asked.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import {
  afterSaving,
  cellOf,
  isPosted,
  readEditorRequest,
  readPosted,
} from "@/routes/(_shared)/editor.ts";
import { cellText, saveText } from "@/routes/(_shared)/save_text.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Saves a cell's text, and runs it where that is asked for. */
export const handler = define.handlers({
  async POST(ctx) {
    const { workspace } = ctx.state;
    const { notebook, cell } = cellOf(ctx);
    if (isPosted(ctx.req)) {
      const posted = await readPosted(ctx);
      const text = posted.fields.find(([name]) => name === "text")?.[1] ?? "";
      const asked = { ...posted, notebook, cell, text, base: null, editor: null };
      const outcome = await saveText(workspace, asked);
      return ctx.redirect(afterSaving(posted, { cell, outcome }), 303);
    }
    const { asked, sent } = await readEditorRequest(ctx);
    const { revision, run } = isObject(sent) ? sent : {};
    const outcome = await saveText(workspace, {
      ...asked,
      base: isObject(sent) ? textOf(sent, "base") : null,
      editor: isObject(sent) ? textOf(sent, "editor") : null,
      revision: typeof revision === "number" ? revision : 0,
      run: run === true,
    });
    const { view } = outcome;
    return Response.json({
      type: outcome.type,
      revision: view.revision,
      text: cellText(view, cell) ?? (outcome.type === "saved" ? asked.text : null),
    });
  },
});
