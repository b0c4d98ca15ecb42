import { readOffset } from "@/lib/workspace/editor/read_asked.ts";
import { define } from "@/routes/(_shared)/define.ts";
import { readEditorRequest } from "@/routes/(_shared)/editor.ts";

/** Tells what may be put in at the cursor. */
export const handler = define.handlers({
  async POST(ctx) {
    const { asked, sent } = await readEditorRequest(ctx);
    const offset = readOffset(sent, asked.text);
    return Response.json(await ctx.state.workspace.editing.complete({ ...asked, offset }));
  },
});
