import { define } from "./(_shared)/define.ts";

/** Whether the web process answers; it needs nobody signed in, and tells nothing else. */
export const handler = define.handlers({
  GET: () => Response.json({ status: "ok" }),
});
