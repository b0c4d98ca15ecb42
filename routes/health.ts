import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Whether the web process answers, and which services are configured; the engine is not asked. */
export const handler = define.handlers({
  GET: ({ state }) => Response.json({ status: "ok", services: state.seen.services }),
});
