import { define, type PageConfig } from "./(_shared)/define.ts";

export const config: PageConfig = { access: "everyone" };

/** Nothing here is for search engines; every answer and shared page says so once more. */
export const handler = define.handlers({
  GET: () =>
    new Response("User-agent: *\nDisallow: /\n", {
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    }),
});
