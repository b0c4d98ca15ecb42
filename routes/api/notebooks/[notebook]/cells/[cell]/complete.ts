import { readField, readOffset } from "@/lib/workspace/editor/read_asked.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { readEditorRequest } from "@/routes/(_shared)/editor.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Tells what may be put in at the cursor. */
export const handler = define.handlers({
  async POST(ctx) {
    const { asked, sent } = await readEditorRequest(ctx);
    const field = readField(sent);
    const offset = readOffset(sent, field?.value ?? asked.text);
    const found = await ctx.state.workspace.editing.complete({
      ...asked,
      offset,
      ...(field === null ? {} : { field }),
    });
    return Response.json(found);
  },
});
