import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Whether the web process answers; it needs nobody signed in, and tells nothing else. */
export const handler = define.handlers({
  GET: () => Response.json({ status: "ok" }),
});
