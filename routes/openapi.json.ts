import { HttpError } from "@daybook/web";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { openProgramApi } from "./(_shared)/program_api.ts";

export const config: PageConfig = { access: "everyone" };

/** Describes every operation for programs, unless a setting turns that off. */
export const handler = define.handlers({
  async GET({ state }) {
    if (!state.tellsApi) throw new HttpError(404);
    return Response.json((await openProgramApi()).document());
  },
});
