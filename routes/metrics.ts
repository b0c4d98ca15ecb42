import { authorize } from "@/lib/auth/access.ts";
import { FIGURES_TYPE } from "@/lib/seen/figures.ts";
import { define, type PageConfig } from "./(_shared)/define.ts";
import { isFromHere } from "./(_shared)/from_here.ts";

/** The handler lets in who asks from this machine, and admins. */
export const config: PageConfig = { access: "everyone" };

/** Figures of both processes, as Prometheus reads them. Those of an engine that is silent are left out. */
export const handler = define.handlers({
  async GET({ req, info, state }) {
    if (!isFromHere(req, info)) authorize("admin", state.who);
    const [web, engine] = await Promise.all([
      state.seen.figures.text(),
      state.workspace.seen.figures({}),
    ]);
    return new Response(web + engine, { headers: { "Content-Type": FIGURES_TYPE } });
  },
});
