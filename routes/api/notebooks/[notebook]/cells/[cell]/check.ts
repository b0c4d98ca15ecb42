import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { readEditorRequest } from "@/routes/(_shared)/editor.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Tells what is wrong with a cell as it stands in its editor. */
export const handler = define.handlers({
  async POST(ctx) {
    const { asked } = await readEditorRequest(ctx);
    return Response.json(await ctx.state.workspace.editing.check(asked));
  },
});
