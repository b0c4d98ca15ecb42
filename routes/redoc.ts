import { HttpError } from "@daybook/web";
import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Leads to where the interface for programs is told. */
export const handler = define.handlers({
  GET({ state, redirect }) {
    if (!state.tellsApi) throw new HttpError(404);
    return redirect("/docs", 308);
  },
});
