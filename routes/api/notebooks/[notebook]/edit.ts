import { countIn, parametersIn, readObject, textIn } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { outcomeResponse } from "@/routes/(_shared)/outcome.ts";
import { editsIn } from "@/routes/(_shared)/posted_edit.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Applies edits to a revision, all or none; 409 with the difference where somebody saved first. */
export const handler = define.handlers({
  async POST({ req, params, state }) {
    const posted = await readObject(req);
    return outcomeResponse(
      await state.workspace.notebooks.edit({
        id: params.notebook,
        revision: countIn(posted, "revision"),
        edits: editsIn(posted),
        editor: textIn(posted, "editor"),
        parameters: parametersIn(posted),
      }),
    );
  },
});
