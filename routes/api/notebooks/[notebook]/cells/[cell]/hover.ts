import { readOffset } from "@/lib/workspace/editor/read_asked.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { readEditorRequest } from "@/routes/(_shared)/editor.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Tells what is known of the word at a place; `null` where nothing is. */
export const handler = define.handlers({
  async POST(ctx) {
    const { asked, sent } = await readEditorRequest(ctx);
    const offset = readOffset(sent, asked.text);
    return Response.json(await ctx.state.workspace.editing.hover({ ...asked, offset }));
  },
});
