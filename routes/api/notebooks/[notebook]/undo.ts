import { countIn, parametersIn, readObject } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { outcomeResponse } from "@/routes/(_shared)/outcome.ts";

export const config: PageConfig = { access: "notebooks:write" };

/** Undoes the last edit; 409 with the difference where somebody saved first. */
export const handler = define.handlers({
  async POST({ req, params, state }) {
    const posted = await readObject(req);
    return outcomeResponse(
      await state.workspace.notebooks.undo({
        id: params.notebook,
        revision: countIn(posted, "revision"),
        parameters: parametersIn(posted),
      }),
    );
  },
});
